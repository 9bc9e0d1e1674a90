using System.Text.Json;
using SegLab.Metrics;

namespace SegLab.Tests.Golden;

/// <summary>Metrics of matched instances and segments.</summary>
static partial class GoldenMetrics
{
    static Dictionary<string, object?> InstanceMatching(GoldenMetric golden)
    {
        golden.Always("match", "IoU > threshold (strict)");
        golden.Always("threat_score", "TP / (TP + FP + FN), the 'precision' of the 2018 Data Science Bowl");
        golden.Always("no_objects_at_all", golden.Read("no_objects_at_all") is { } one && one.GetDouble() == 1 ? one.ToString() : "1");
        double[] thresholds = golden.List("thresholds");
        golden.Always("assignment", thresholds.All(threshold => threshold >= 0.5)
            ? "unique for thresholds >= 0.5"
            : "one to one, maximum total IoU among pairs above the threshold");
        InstanceOverlaps overlaps = InstanceOverlaps.Of<int>(golden.Prediction, golden.Target, golden.Integer("background_id"));
        var matching = new InstanceMatching(thresholds);
        matching.Add(7, overlaps);
        return new()
        {
            ["prediction_ids"] = overlaps.Predictions,
            ["target_ids"] = overlaps.Truths,
            ["iou_rows_prediction_columns_target"] = overlaps.Predictions.Select(p => overlaps.Truths.Select(t => overlaps.IoU(p, t))),
            ["by_threshold"] = matching.Images[7].Select((matches, k) => new Dictionary<string, object?>
            {
                ["threshold"] = thresholds[k],
                ["true_positives"] = matches.TruePositives,
                ["false_positives"] = matches.FalsePositives,
                ["false_negatives"] = matches.FalseNegatives,
                ["precision"] = matches.Precision,
                ["recall"] = matches.Recall,
                ["threat_score"] = matches.ThreatScore,
                ["f1"] = matches.F1,
                ["f2"] = matches.F2,
                ["mean_matched_iou"] = matches.MeanIoU,
            }),
            ["mean_threat_score"] = matching.MeanOverImages(matches => matches.ThreatScore),
            ["mean_f1"] = matching.MeanOverImages(matches => matches.F1),
            ["mean_f2"] = matching.OfDataSet(matches => matches.F2),
        };
    }

    static Dictionary<string, object?> PanopticQuality(GoldenMetric golden)
    {
        golden.Always("match", "same category and IoU > 0.5");
        golden.Always("union", "area(prediction) + area(target) - intersection - intersection(prediction, void target)");
        golden.Always("ignored_prediction", "unmatched and more than half of it on void target or on crowd of the same category");
        golden.Always("crowd_entry", "[image, category, instance]");
        golden.Always("stuff_instances", "instance ids of stuff categories are ignored");
        golden.Always("category_without_segments", "NaN, left out of means");
        int[] things = [.. golden.List("things").Select(category => (int)category)], stuff = [.. golden.List("stuff").Select(category => (int)category)];
        int[][] crowds = golden.Read("crowd_target_segments")!.Value.Deserialize<int[][]>()!;
        var quality = new PanopticQuality(things, stuff, golden.Integer("void_category"));
        int pixels = golden.Shape[1..].Aggregate(1, (product, extent) => product * extent);
        for (int image = golden.Shape[0] - 1; image >= 0; image--)
        {
            int[] Part(string side, string data) => golden.Labels(side, data)[(image * pixels)..((image + 1) * pixels)];
            quality.Add(
                Part("prediction", "category"), Part("prediction", "instance"), Part("target", "category"), Part("target", "instance"),
                [.. crowds.Where(crowd => crowd[0] == image).Select(crowd => (crowd[1], crowd[2]))]);
        }

        Dictionary<string, object?> Means(IEnumerable<int>? categories) => new()
        {
            ["panoptic_quality"] = quality.Mean(counts => counts.PanopticQuality, categories),
            ["segmentation_quality"] = quality.Mean(counts => counts.SegmentationQuality, categories),
            ["recognition_quality"] = quality.Mean(counts => counts.RecognitionQuality, categories),
        };
        return new()
        {
            ["per_category"] = quality.Categories.ToDictionary(category => $"{category.Key}", category => (object?)new Dictionary<string, object?>
            {
                ["true_positives"] = category.Value.TruePositives,
                ["false_positives"] = category.Value.FalsePositives,
                ["false_negatives"] = category.Value.FalseNegatives,
                ["iou_sum"] = category.Value.IoUSum.Value,
                ["panoptic_quality"] = category.Value.PanopticQuality,
                ["segmentation_quality"] = category.Value.SegmentationQuality,
                ["recognition_quality"] = category.Value.RecognitionQuality,
            }),
            ["all"] = Means(null),
            ["things"] = Means(things),
            ["stuff"] = Means(stuff),
        };
    }
}
