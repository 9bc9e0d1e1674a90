using SegLab.Metrics;

namespace SegLab.Tests.Golden;

/// <summary>Metrics of maps of probabilities.</summary>
static partial class GoldenMetrics
{
    static Dictionary<string, object?> ThresholdSweep(GoldenMetric golden)
    {
        golden.Always("binarisation", "probability > threshold (strict)");
        golden.Always("undefined", "NaN, left out of means");
        var sweep = new ThresholdSweep(golden.List("thresholds"));
        sweep.Add<double, int>(golden.Numbers("prediction"), golden.Target);
        return new()
        {
            ["by_threshold"] = sweep.ByThreshold().Select((matrix, k) => new Dictionary<string, object?>
            {
                ["threshold"] = sweep.Thresholds[k],
                ["foreground_iou"] = matrix.IoU(1),
                ["background_iou"] = matrix.IoU(0),
                ["mean_iou"] = matrix.MeanIoU,
                ["foreground_dice"] = matrix[1].Dice,
            }),
            ["mean_over_thresholds_of_mean_iou"] = sweep.MeanIoU,
            ["mean_over_thresholds_of_foreground_iou"] = sweep.Mean(matrix => matrix[1].IoU),
        };
    }

    static Dictionary<string, object?> Calibration(GoldenMetric golden)
    {
        golden.Always("left_closed", "bin k holds k/n <= p < (k+1)/n, the last bin also holds 1");
        golden.Always("right_closed", "bin k holds k/n < p <= (k+1)/n, the first bin also holds 0");
        golden.Always("top_label_tie", "lowest class index; binary predicts 1 when p > 0.5");
        golden.Always("brier_score", "sum over classes, mean over pixels");
        golden.Always("logarithm", "natural");
        bool binary = golden.Text("probability_layout") switch
        {
            "one value per pixel: probability of class 1" => true,
            "[class, height, width], sums to 1 over classes" => false,
            var other => throw GoldenMetric.Unknown("probability_layout", other),
        };
        CalibrationError Errors(BinEdge edge)
        {
            var errors = new CalibrationError(binary ? 2 : golden.Shape[0], golden.Integer("bins"), edge);
            if (binary) errors.AddBinary<double, int>(golden.Numbers("prediction"), golden.Target, golden.IgnoreLabel);
            else errors.Add<double, int>(golden.Numbers("prediction"), golden.Target, golden.IgnoreLabel);
            return errors;
        }

        CalibrationError left = Errors(BinEdge.Left), right = Errors(BinEdge.Right);
        Dictionary<string, object?> Both(Func<CalibrationError, CalibrationBins> bins) => new() { ["left_closed"] = Bins(bins(left)), ["right_closed"] = Bins(bins(right)) };
        return new()
        {
            ["positive_class"] = Both(errors => errors.ByClass[1]),
            ["top_label"] = Both(errors => errors.TopLabel),
            ["brier_score"] = left.BrierScore,
            ["negative_log_likelihood"] = left.NegativeLogLikelihood,
        };
    }

    static Dictionary<string, object?> Bins(CalibrationBins bins)
    {
        CalibrationBin[] all = bins.Bins.ToArray();
        return new()
        {
            ["count"] = all.Select(bin => bin.Count),
            ["mean_confidence"] = all.Select(bin => bin.MeanConfidence),
            ["accuracy"] = all.Select(bin => bin.Accuracy),
            ["expected_calibration_error"] = bins.ExpectedError,
            ["maximum_calibration_error"] = bins.MaximumError,
            ["root_mean_square_calibration_error"] = bins.RootMeanSquareError,
        };
    }
}
