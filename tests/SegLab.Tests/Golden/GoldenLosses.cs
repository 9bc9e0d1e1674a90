using System.Text.Json;
using SegLab.Losses;

namespace SegLab.Tests.Golden;

/// <summary>Maps the reference data's words for a loss to ours. What it does not know it refuses.</summary>
sealed class GoldenLosses
{
    /// <summary>Families whose losses are still to come.</summary>
    public static readonly IReadOnlySet<string> Pending = new HashSet<string>
    {
        "asymmetric_f_beta", "boundary", "cl_dice", "combo", "conservative", "cross_entropy_all_channels", "exponential_logarithmic",
        "focal_tversky", "generalized_dice", "generalized_wasserstein_dice", "hausdorff_dt", "kl_divergence", "log_dice", "lovasz_hinge",
        "lovasz_softmax", "mcc", "nll", "poly1", "sensitivity_specificity", "symmetric_cross_entropy", "topk_cross_entropy",
        "unet_weighted_cross_entropy", "unified_focal", "weighted_bce_dice_pooled",
    };

    readonly GoldenCase golden;
    readonly HashSet<string> unread;

    GoldenLosses(GoldenCase golden) => (this.golden, unread) = (golden, [.. golden.Params.Keys]);

    public static SegmentationLoss Map(string family, GoldenCase golden)
    {
        var mapping = new GoldenLosses(golden);
        ElementaryLoss loss = mapping.Loss(family);
        if (mapping.unread.Count > 0) throw new NotSupportedException($"{family}/{golden.Name}: parameters without a mapping: {string.Join(", ", mapping.unread)}");
        if (golden.InstanceLabels is not null || golden.DistanceMap is not null) throw new NotSupportedException($"{family}/{golden.Name}: a map without a mapping");
        return loss with
        {
            IgnoreIndex = golden.IgnoreIndex,
            ClassWeights = golden.ClassWeights is { } weights ? new ClassWeights(weights) : null,
            Reduction = golden.Reduction switch
            {
                "mean" => Reduction.Mean,
                "sum" => Reduction.Sum,
                "none" => Reduction.None,
                _ => throw mapping.Unknown("reduction", golden.Reduction),
            },
        };
    }

    ElementaryLoss Loss(string family) => family switch
    {
        "cross_entropy" => Only("softmax", new CrossEntropyLoss { LabelSmoothing = Number("label_smoothing") ?? 0, MeanOver = MeanOver() }),
        "binary_cross_entropy" => Only("sigmoid", BinaryCrossEntropy()),
        "focal_softmax" => Only("softmax", FocalSoftmax()),
        "focal_sigmoid" => Only("sigmoid", FocalSigmoid()),
        "dice" => Region(new DiceLoss { Overlap = DiceOverlap() }),
        "jaccard" => Region(new JaccardLoss { Overlap = JaccardOverlap() }),
        "tversky" => Region(new TverskyLoss
        {
            FalsePositiveWeight = Number("false_positive_weight") ?? throw Unknown("false_positive_weight", null),
            FalseNegativeWeight = Number("false_negative_weight") ?? throw Unknown("false_negative_weight", null),
            Overlap = Intersection(OverlapMeasure.Linear),
        }),
        _ => throw new NotSupportedException($"The family {family} has no mapping and is not pending."),
    };

    BinaryCrossEntropyLoss BinaryCrossEntropy()
    {
        var loss = new BinaryCrossEntropyLoss { MeanOver = MeanOver() };
        bool balanced = Flag("balanced");
        double? positiveWeight = Number("positive_weight");
        return balanced ? loss with { Balance = Aggregate() } : loss with { PositiveWeight = positiveWeight ?? 1 };
    }

    FocalLoss FocalSoftmax()
    {
        // alpha stands in the class weights too, as [1 - alpha, alpha, ...].
        if (Number("alpha") is { } alpha && (golden.ClassWeights is not { } weights || Math.Abs(weights[1] - alpha) > 1e-6)) throw Unknown("alpha", alpha);
        return Focal();
    }

    FocalLoss FocalSigmoid()
    {
        // With several channels a label map is always read as one class against the rest.
        bool oneVersusRest = Flag("one_versus_rest");
        if (oneVersusRest && golden.Target.Kind != "class_index") throw Unknown("one_versus_rest", golden.Target.Kind);
        FocalLoss loss = Focal() with { Activation = Activation.Sigmoid, Alpha = Number("alpha") };

        // With class weights the data's mean over elements is that of the channels' means, divided by the sum of the weights.
        return golden.ClassWeights is null ? loss : loss with { MeanOver = MeanDenominator.ClassWeights };
    }

    FocalLoss Focal() => new()
    {
        Gamma = Number("gamma") ?? throw Unknown("gamma", null),
        Normalized = Flag("normalized_by_modulating_sum"),
        ReducedThreshold = Number("reduced_threshold"),
        MeanOver = MeanOver(),
    };

    RegionLoss Region(RegionLoss loss) => loss with
    {
        Activation = golden.Activation switch
        {
            "softmax" => Activation.Softmax,
            "sigmoid" => Activation.Sigmoid,
            _ => throw Unknown("activation", golden.Activation),
        },
        Aggregate = Aggregate(),
        Smooth = Number("smooth_numerator") ?? throw Unknown("smooth_numerator", null),
        SmoothDenominator = Number("smooth_denominator") ?? throw Unknown("smooth_denominator", null),
        DenominatorFloor = Number("denominator_floor") ?? 0,
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
        IncludeBackground = golden.IncludeBackground,
        Classes = Read("classes") is { ValueKind: JsonValueKind.Array } classes ? new ClassSelection(classes.Deserialize<int[]>()) : null,
    };

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

    MeanDenominator? MeanOver() => Text("mean_denominator") switch
    {
        null => null,
        "sum of target class weights over valid pixels" => MeanDenominator.ClassWeights,
        "sum of pixel weights" => MeanDenominator.PixelWeights,
        "pixels" or "valid pixels" => MeanDenominator.Pixels,
        "valid elements" or "valid pixels times channels" => MeanDenominator.Elements,
        var other => throw Unknown("mean_denominator", other),
    };

    Aggregate Aggregate() => golden.Aggregate switch
    {
        "per_image" => SegLab.Losses.Aggregate.PerImage,
        "batch" => SegLab.Losses.Aggregate.Batch,
        var other => throw Unknown("aggregate", other),
    };

    TLoss Only<TLoss>(string activation, TLoss loss)
        where TLoss : ElementaryLoss => golden.Activation == activation && golden.IncludeBackground ? loss : throw Unknown("activation", golden.Activation);

    JsonElement? Read(string parameter)
    {
        unread.Remove(parameter);
        return golden.Params.TryGetValue(parameter, out JsonElement element) && element.ValueKind != JsonValueKind.Null ? element : null;
    }

    double? Number(string parameter) => Read(parameter)?.GetDouble();

    string? Text(string parameter) => Read(parameter)?.GetString();

    bool Flag(string parameter) => Read(parameter)?.GetBoolean() ?? false;

    NotSupportedException Unknown(string parameter, object? value) => new($"{golden.Name}: {parameter} = {value ?? "nothing"} has no mapping.");
}
