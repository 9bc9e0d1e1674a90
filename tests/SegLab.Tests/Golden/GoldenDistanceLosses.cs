using System.Text.Json;
using SegLab.Losses;

namespace SegLab.Tests.Golden;

/// <summary>Losses that take distances, which SegLab computes itself: the maps of the data are for tests of these.</summary>
sealed partial class GoldenLosses
{
    SegmentationLoss Boundary()
    {
        Always("outside_distance", "d");
        Always("empty_class", "map is 0");
        Always("mean_denominator", "all elements (images, used channels, pixels)");
        BoundaryLoss boundary = PerClass(new BoundaryLoss
        {
            InsideDistance = Text("inside_distance") switch
            {
                "-(d - 1)" => InsideDistance.MinusOne,
                "-d" => InsideDistance.Full,
                var other => throw Unknown("inside_distance", other),
            },
            Spacing = Spacing(),
        });
        string? combination = Text("combination");
        if (combination == "boundary only") return boundary;
        double alpha = Required("alpha");
        Always("dice_aggregate", "per_image");
        DiceLoss dice = PerClass(new DiceLoss { Smooth = Required("dice_smooth") }) with { Aggregate = SegLab.Losses.Aggregate.PerImage };
        return combination switch
        {
            "(1 - alpha) * dice + alpha * boundary" => (1 - alpha) * dice + alpha * boundary,
            "dice + alpha * boundary" => dice + alpha * boundary,
            _ => throw Unknown("combination", combination),
        };
    }

    HausdorffDistanceLoss HausdorffDistance()
    {
        Always("empty_or_full_mask", "distance 0");
        return PerClass(new HausdorffDistanceLoss
        {
            Exponent = Required("exponent"),
            PredictedMask = Text("prediction_mask") switch
            {
                "p > 0.5" => PredictedMask.AboveHalf,
                "argmax" => PredictedMask.Argmax,
                var other => throw Unknown("prediction_mask", other),
            },
            InsideOnly = Text("distance") switch
            {
                "inside + outside distance" => false,
                "inside distance only" => true,
                var other => throw Unknown("distance", other),
            },
            LogOfOnePlus = Flag("log1p"),
            Spacing = Spacing(),
        });
    }

    UNetCrossEntropyLoss UNetCrossEntropy() => new()
    {
        BorderWeight = Required("border_weight"),
        BorderSigma = Required("border_sigma"),
        BackgroundWeight = Required("background_class_weight"),
        ForegroundWeight = Required("foreground_class_weight"),
        BorderOnBackground = Flag("border_term_only_on_background"),
        MeanOver = MeanOver(),
    };

    BorderCrossEntropyDiceLoss BorderCrossEntropyDice()
    {
        Always("weight_normalization", "mean 1 over the batch");
        Always("cross_entropy_mean_denominator", "sum of weights");
        return new()
        {
            Window = (int)Required("window"),
            CountPadding = Flag("average_counts_padding"),
            Scale = Required("weight_scale"),
            Sharpness = Required("weight_sharpness"),
            DiceWeightSquared = Required("dice_weight_exponent") switch
            {
                1 => false,
                2 => true,
                var other => throw Unknown("dice_weight_exponent", other),
            },
            WeighPresenceOnly = Text("cross_entropy_weighting") switch
            {
                "every pixel" => false,
                "positive term only" => true,
                var other => throw Unknown("cross_entropy_weighting", other),
            },
            Smooth = Required("smooth"),
            Aggregate = Aggregate(),
        };
    }

    VoxelSpacing? Spacing() => Read("spacing") is { } spacing ? new VoxelSpacing(spacing.Deserialize<double[]>()) : null;
}
