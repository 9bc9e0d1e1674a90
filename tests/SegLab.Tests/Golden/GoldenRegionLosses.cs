using System.Text.Json;
using SegLab.Losses;

namespace SegLab.Tests.Golden;

/// <summary>Region losses and compounds of them.</summary>
sealed partial class GoldenLosses
{
    TLoss Region<TLoss>(TLoss loss)
        where TLoss : RegionLoss => PerClass(loss) with
        {
            ClassWeights = golden.ClassWeights is { } weights ? new ClassWeights(weights) : null,
            NormalizeClassWeights = Text("class_weight_normalization") switch
            {
                null or "none" => false,
                "sum" => true,
                var other => throw Unknown("class_weight_normalization", other),
            },
            AbsentClass = Text("absent_class") switch
            {
                null or "include" => AbsentClass.Include,
                "zero_loss" => AbsentClass.Zero,
                "skip" => AbsentClass.Skip,
                var other => throw Unknown("absent_class", other),
            },
        };

    TLoss Overlap<TLoss>(TLoss loss)
        where TLoss : OverlapLoss => Region(loss) with
        {
            Smooth = Required("smooth_numerator"),
            SmoothDenominator = Required("smooth_denominator"),
            DenominatorFloor = Number("denominator_floor") ?? 0,
        };

    TverskyLoss Tversky() => new()
    {
        FalsePositiveWeight = Required("false_positive_weight"),
        FalseNegativeWeight = Required("false_negative_weight"),
        Overlap = Intersection(OverlapMeasure.Linear),
    };

    FocalTverskyLoss FocalTversky() => new()
    {
        FalsePositiveWeight = Required("false_positive_weight"),
        FalseNegativeWeight = Required("false_negative_weight"),
        Exponent = Required("exponent"),
        OfMean = Text("exponent_applied_to") switch
        {
            "each class (and image) before the mean" => false,
            "the mean over classes (and images)" => true,
            var other => throw Unknown("exponent_applied_to", other),
        },
        Overlap = Intersection(OverlapMeasure.Linear),
    };

    SegmentationLoss LogDice()
    {
        string? formula = Text("formula");
        var log = Overlap(new LogDiceLoss
        {
            Score = Text("overlap") switch
            {
                "dice" => OverlapScore.Dice,
                "jaccard" => OverlapScore.Jaccard,
                var other => throw Unknown("overlap", other),
            },
        });
        if (formula == "mean over classes of -log(overlap)") return log;
        Always("overlap_mean", "over classes before the logarithm");
        log = log with { OfMean = true };
        return formula switch
        {
            "binary cross entropy - log(overlap)" => Only("sigmoid", Plain(new BinaryCrossEntropyLoss())) + log,
            "focal_weight * focal - log(overlap)" => Required("focal_weight") * Plain(new FocalLoss { Gamma = Required("gamma") }) + log,
            _ => throw Unknown("formula", formula),
        };
    }

    AsymmetricFBetaLoss AsymmetricFBeta()
    {
        double beta = Required("beta"), smooth = Required("smooth");
        return Region(new AsymmetricFBetaLoss
        {
            Beta = beta,
            Smooth = Text("smooth_scale") switch
            {
                "tp + smooth over tp + beta^2/(1+beta^2) fn + 1/(1+beta^2) fp + smooth" => smooth,
                "(1+beta^2) tp + smooth over (1+beta^2) tp + beta^2 fn + fp + smooth" => smooth / (1 + beta * beta),
                var other => throw Unknown("smooth_scale", other),
            },
        });
    }

    MatthewsCorrelationLoss MatthewsCorrelation() => Region(new MatthewsCorrelationLoss
    {
        Epsilon = Required("epsilon"),
        EpsilonInDenominator = Text("epsilon_added_to") switch
        {
            "each of the four counts" => false,
            "the denominator" => true,
            var other => throw Unknown("epsilon_added_to", other),
        },
    });

    SensitivitySpecificityLoss SensitivitySpecificity() => Region(new SensitivitySpecificityLoss
    {
        SensitivityWeight = Required("sensitivity_weight"),
        Smooth = Required("smooth_denominator"),
    });

    GeneralizedDiceLoss GeneralizedDice()
    {
        Always("absent_class_weight", "largest finite weight of the other classes", "1/volume_epsilon^2");
        return PerClass(new GeneralizedDiceLoss
        {
            Weighting = Text("class_weighting") switch
            {
                "square" => VolumeWeighting.Square,
                "simple" => VolumeWeighting.Simple,
                "uniform" => VolumeWeighting.Uniform,
                var other => throw Unknown("class_weighting", other),
            },
            VolumeEpsilon = Number("volume_epsilon") ?? 0,
            Smooth = Required("smooth_numerator"),
            SmoothDenominator = Required("smooth_denominator"),
        });
    }

    GeneralizedWassersteinDiceLoss GeneralizedWassersteinDice()
    {
        if (!Flag("matrix_divided_by_its_maximum")) throw Unknown("matrix_divided_by_its_maximum", false);
        if (golden.Aggregate != "per_image") throw Unknown("aggregate", golden.Aggregate);
        return new()
        {
            Distances = new ClassDistances(Read("distance_matrix")!.Value.Deserialize<float[][]>()!),
            Weighting = (Text("class_weighting"), Text("denominator")) switch
            {
                ("1 for foreground classes, 0 for background", "2 tp + sum of distances") => WassersteinWeighting.Foreground,
                ("1/(pixels of the class + 1)", "sum of weight * (2 - distance)") => WassersteinWeighting.Volume,
                var other => throw Unknown("class_weighting", other),
            },
            Smooth = Required("smooth_numerator"),
            SmoothDenominator = Required("smooth_denominator"),
        };
    }

    CenterlineDiceLoss CenterlineDice()
    {
        Always("sums", "over images, foreground channels and pixels together");
        return new() { Iterations = (int)Required("iterations"), Smooth = Required("smooth"), DiceShare = 1 - (Number("alpha") ?? 1) };
    }

    ComboLoss Combo()
    {
        Always("cross_entropy_mean_denominator", "valid elements (pixels times channels)");
        return PerClass(new ComboLoss
        {
            CrossEntropyShare = Required("cross_entropy_share"),
            PositiveShare = Required("positive_share"),
            Smooth = Required("smooth"),
            OneMinusDice = Text("dice_term") switch
            {
                "-dice" => false,
                "1 - dice" => true,
                var other => throw Unknown("dice_term", other),
            },
        });
    }

    ExponentialLogarithmicLoss ExponentialLogarithmic() => PerClass(new ExponentialLogarithmicLoss
    {
        ClassWeights = golden.ClassWeights is { } weights ? new ClassWeights(weights) : null,
        DiceWeight = Required("dice_weight"),
        CrossEntropyWeight = Required("cross_weight"),
        DiceExponent = Required("dice_exponent"),
        CrossEntropyExponent = Required("cross_exponent"),
        Smooth = Required("smooth"),
        OfMean = Text("logarithm_of") switch
        {
            "dice of each class (and image), then mean" => false,
            "mean dice" => true,
            var other => throw Unknown("logarithm_of", other),
        },
        MeanOver = MeanOver("cross_mean_denominator"),
    });

    UnifiedFocalLoss UnifiedFocal()
    {
        // The clamp of the probabilities is not exercised by the data; gamma stands in the exponents.
        if (Number("probability_clamp") is not <= 1e-7) throw Unknown("probability_clamp", golden.Params["probability_clamp"]);
        Number("gamma");
        double weight = Required("focal_weight");
        return Plain(new UnifiedFocalLoss
        {
            FocalWeight = Text("part") switch
            {
                "unified" => weight,
                "focal" => 1,
                "tversky" => 0,
                var other => throw Unknown("part", other),
            },
            ForegroundWeight = Required("delta"),
            Symmetric = Flag("symmetric"),
            Smooth = Required("tversky_smooth"),
            FocalExponent = Required("focal_exponent"),
            TverskyExponent = Required("tversky_exponent"),
            Aggregate = Aggregate(),
        });
    }

    OverlapMeasure DiceOverlap() => Intersection(Text("denominator") switch
    {
        "sum p + sum y" => OverlapMeasure.Linear,
        "sum p^2 + sum y^2" => OverlapMeasure.SquaredDenominator,
        "2 sum (py)^2 + sum (p(1-y))^2 + sum ((1-p)y)^2" => OverlapMeasure.SquaredTerms,
        var other => throw Unknown("denominator", other),
    });

    OverlapMeasure JaccardOverlap() => Intersection(Text("denominator") switch
    {
        "sum p + sum y - intersection" => OverlapMeasure.Linear,
        "sum p^2 + sum y^2 - intersection" => OverlapMeasure.SquaredDenominator,
        var other => throw Unknown("denominator", other),
    });

    OverlapMeasure Intersection(OverlapMeasure product) => (Text("intersection"), product) switch
    {
        (null or "product", _) => product,
        ("absolute_difference", OverlapMeasure.Linear) => OverlapMeasure.AbsoluteDifference,
        var (other, _) => throw Unknown("intersection", other),
    };
}
