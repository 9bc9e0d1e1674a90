using System.Text.Json;
using SegLab.Losses;
using SegLab.Metrics;

namespace SegLab.Tests.Golden;

/// <summary>Metrics that are made of counts of pixels.</summary>
static partial class GoldenMetrics
{
    static Dictionary<string, object?> ConfusionMatrixScores(GoldenMetric golden)
    {
        golden.Always("matrix_layout", "rows=target, columns=prediction");
        golden.Always("undefined_class_score", "NaN, left out of means");
        golden.Always("zero_denominator_matthews", "0");
        ConfusionMatrix matrix = Matrix(golden, golden.Prediction, golden.Target);
        ClassCounts[] classes = matrix.ByClass();
        double Mean(Func<ClassCounts, double> score, ClassAverage average = ClassAverage.Macro, UndefinedScore undefined = UndefinedScore.Skip) =>
            matrix.Average(score, new() { Average = average, Undefined = undefined });
        return new()
        {
            ["confusion_matrix"] = Enumerable.Range(0, matrix.Classes).Select(t => Enumerable.Range(0, matrix.Classes).Select(p => matrix[t, p])),
            ["pixel_accuracy"] = matrix.PixelAccuracy,
            ["class_accuracy"] = classes.Select(counts => counts.Recall),
            ["mean_accuracy"] = matrix.MeanAccuracy,
            ["iou"] = classes.Select(counts => counts.IoU),
            ["mean_iou"] = matrix.MeanIoU,
            ["mean_iou_absent_as_one"] = Mean(counts => counts.IoU, undefined: UndefinedScore.One),
            ["mean_iou_absent_as_zero"] = Mean(counts => counts.IoU, undefined: UndefinedScore.Zero),
            ["frequency_weighted_iou"] = matrix.FrequencyWeightedIoU,
            ["micro_iou"] = Mean(counts => counts.IoU, ClassAverage.Micro),
            ["dice"] = classes.Select(counts => counts.Dice),
            ["mean_dice"] = matrix.MeanDice,
            ["micro_dice"] = Mean(counts => counts.Dice, ClassAverage.Micro),
            ["weighted_dice"] = Mean(counts => counts.Dice, ClassAverage.Weighted),
            ["precision"] = classes.Select(counts => counts.Precision),
            ["recall"] = classes.Select(counts => counts.Recall),
            ["specificity"] = classes.Select(counts => counts.Specificity),
            ["f_beta_2"] = classes.Select(counts => counts.FBeta(2)),
            ["f_beta_0.5"] = classes.Select(counts => counts.FBeta(0.5)),
            ["cohen_kappa"] = matrix.CohenKappa,
            ["matthews_correlation"] = matrix.MatthewsCorrelation,
        };
    }

    static Dictionary<string, object?> Aggregation(GoldenMetric golden)
    {
        golden.Always("first_axis", "image");
        golden.Always("undefined", "NaN, left out of means");
        int[] excluded = golden.Flag("include_background") ? [] : [0];
        var averaging = new ClassAveraging
        {
            ExcludedClasses = excluded,
            OnlyClassesInTruth = golden.Text("class_counts_as_present_when") switch
            {
                "union" => false,
                "target" => true,
                var other => throw GoldenMetric.Unknown("class_counts_as_present_when", other),
            },
        };
        var images = new PerImageScores(golden.Integer("num_classes"));
        ConfusionMatrix[] matrices = Images(golden);
        for (int i = matrices.Length - 1; i >= 0; i--) images.Add(i, matrices[i]);
        int[] classes = [.. Enumerable.Range(0, images.Classes).Except(excluded)];
        ClassAveraging micro = averaging with { Average = ClassAverage.Micro };

        Dictionary<string, object?> Of(Func<ClassCounts, double> score)
        {
            double[] ofClass = images.ByClass(score, averaging);
            double Each(ClassCounts counts) => averaging.OnlyClassesInTruth && counts.TruePixels == 0 ? double.NaN : score(counts);
            return new()
            {
                ["dataset_per_class"] = classes.Select(label => Each(images.Total()[label])),
                ["dataset_mean"] = images.Average(score, ImageAverage.DataSet, averaging),
                ["dataset_micro"] = images.Average(score, ImageAverage.DataSet, micro),
                ["image_per_class"] = images.Images.Values.Select(image => classes.Select(label => Each(image[label]))),
                ["image_mean"] = images.ByImage(score, averaging),
                ["mean_of_image_means"] = images.Average(score, ImageAverage.Images, averaging),
                ["class_mean_over_images"] = classes.Select(label => ofClass[label]),
                ["mean_of_class_means"] = images.Average(score, ImageAverage.Classes, averaging),
                ["mean_over_image_class_pairs"] = images.Average(score, ImageAverage.Pairs, averaging),
                ["image_micro"] = images.ByImage(score, micro),
                ["mean_of_image_micro"] = images.Average(score, ImageAverage.Images, micro),
            };
        }

        return new() { ["classes"] = classes, ["iou"] = Of(counts => counts.IoU), ["dice"] = Of(counts => counts.Dice) };
    }

    static Dictionary<string, object?> GeneralizedDice(GoldenMetric golden)
    {
        golden.Always("weight_of_class_absent_from_target", "largest finite weight of the same image, 0 if none");
        golden.Always("zero_denominator", "1 if the prediction is empty too, else 0");
        int[] excluded = golden.Flag("include_background") ? [] : [0];
        ConfusionMatrix matrix = Matrix(golden, golden.Prediction, golden.Target);
        Dictionary<string, object?> Of(VolumeWeighting weighting) => new()
        {
            ["score"] = matrix.GeneralizedDice(weighting, excluded),
            ["weights"] = matrix.GeneralizedDiceWeights(weighting, excluded),
        };
        return new() { ["square"] = Of(VolumeWeighting.Square), ["simple"] = Of(VolumeWeighting.Simple), ["uniform"] = Of(VolumeWeighting.Uniform) };
    }

    static Dictionary<string, object?> Volumetric(GoldenMetric golden)
    {
        golden.Always("volumetric_similarity", "1 - |FN - FP| / (2 TP + FP + FN)");
        golden.Always("both_empty", "NaN");
        double voxel = golden.List("spacing").Aggregate(1.0, (product, step) => product * step);
        ClassCounts[] classes = Matrix(golden, golden.Prediction, golden.Target).ByClass();
        return new()
        {
            ["per_class"] = classes.Select((counts, label) => new Dictionary<string, object?>
            {
                ["class"] = label,
                ["volume_prediction"] = voxel * counts.PredictedPixels,
                ["volume_target"] = voxel * counts.TruePixels,
                ["volumetric_similarity"] = counts.VolumetricSimilarity,
                ["relative_volume_difference"] = counts.RelativeVolumeDifference,
                ["absolute_volume_difference"] = voxel * Math.Abs(counts.PredictedPixels - counts.TruePixels),
            }),
        };
    }

    static Dictionary<string, object?> Bootstrap(GoldenMetric golden)
    {
        golden.Always("unit", "image (first axis)");
        golden.Always("interval", "percentile method, linear interpolation");
        golden.Always("standard_error", "sample standard deviation of the resampled statistics (n-1)");
        ConfusionMatrix[] images = Images(golden);
        int[][] draws = golden.Read("resampled_image_indices")!.Value.Deserialize<int[][]>()!;
        PairedBootstrap bootstrap = PairedBootstrap.FromDraws(images.Length, draws), all = PairedBootstrap.FromDraws(images.Length, [[.. Enumerable.Range(0, images.Length)]]);
        Func<PairedBootstrap, double[]> statistic = golden.Text("statistic") switch
        {
            "mean IoU per image, then mean" => draw => draw.Means([.. images.Select(image => image.MeanIoU)]),
            "mean IoU of the summed confusion matrix" => draw => draw.MeanIoU(images),
            var other => throw GoldenMetric.Unknown("statistic", other),
        };
        double[] resampled = statistic(bootstrap);
        static double[] Interval(double[] scores, double level) => PairedBootstrap.Interval(scores, level) is var (low, high) ? [low, high] : [];
        return new()
        {
            ["point_estimate"] = statistic(all)[0],
            ["resampled"] = resampled,
            ["mean"] = resampled.Average(),
            ["standard_error"] = PairedBootstrap.StandardError(resampled),
            ["interval_95"] = Interval(resampled, 0.95),
            ["interval_90"] = Interval(resampled, 0.9),
        };
    }

    static ConfusionMatrix[] Images(GoldenMetric golden)
    {
        int pixels = golden.Shape[1..].Aggregate(1, (product, extent) => product * extent);
        return [.. golden.Prediction.Chunk(pixels).Zip(golden.Target.Chunk(pixels), (prediction, target) => Matrix(golden, prediction, target))];
    }

    static ConfusionMatrix Matrix(GoldenMetric golden, int[] prediction, int[] target)
    {
        var matrix = new ConfusionMatrix(golden.Integer("num_classes"));
        matrix.Add<int, int>(prediction, target, golden.IgnoreLabel);
        return matrix;
    }
}
