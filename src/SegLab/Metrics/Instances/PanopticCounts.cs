namespace SegLab.Metrics;

/// <summary>The matched segments of one category.</summary>
/// <param name="TruePositives">Segments that match: same category, IoU above 0.5.</param>
/// <param name="FalsePositives">Predicted segments that match none.</param>
/// <param name="FalseNegatives">True segments that were not found.</param>
/// <param name="IoUSum">The sum of the IoU of matched segments.</param>
public readonly record struct PanopticCounts(long TruePositives, long FalsePositives, long FalseNegatives, ExactSum IoUSum)
{
    /// <summary>Whether the category has no segment at all: then its qualities are NaN, and means leave it out.</summary>
    public bool IsEmpty => TruePositives + FalsePositives + FalseNegatives == 0;

    /// <summary>PQ, segmentation times recognition quality: the IoU of matched segments over TP + FP/2 + FN/2.</summary>
    public double PanopticQuality => IoUSum.Value / Segments;

    /// <summary>SQ, the mean IoU of matched segments; 0 when none matches.</summary>
    public double SegmentationQuality => IsEmpty ? double.NaN : TruePositives == 0 ? 0 : IoUSum.Value / TruePositives;

    /// <summary>RQ, the F1 of segments: TP over TP + FP/2 + FN/2.</summary>
    public double RecognitionQuality => TruePositives / Segments;

    double Segments => TruePositives + (FalsePositives + FalseNegatives) / 2.0;

    /// <summary>The counts of both together.</summary>
    public static PanopticCounts operator +(PanopticCounts first, PanopticCounts second) => new(
        first.TruePositives + second.TruePositives, first.FalsePositives + second.FalsePositives,
        first.FalseNegatives + second.FalseNegatives, first.IoUSum + second.IoUSum);
}
