namespace SegLab.Metrics;

/// <summary>How many instances were found, at one IoU threshold. Without any instance at all the scores are 1: nothing is wrong.</summary>
/// <param name="TruePositives">Predicted instances that match a true one.</param>
/// <param name="FalsePositives">Predicted instances that match none.</param>
/// <param name="FalseNegatives">True instances that were not found.</param>
/// <param name="IoUSum">The sum of the IoU of matched pairs.</param>
public readonly record struct InstanceMatches(long TruePositives, long FalsePositives, long FalseNegatives, ExactSum IoUSum)
{
    bool Empty => TruePositives + FalsePositives + FalseNegatives == 0;

    /// <summary>Share of the predicted instances that match: TP / (TP + FP); NaN without predictions.</summary>
    public double Precision => (double)TruePositives / (TruePositives + FalsePositives);

    /// <summary>Share of the true instances that were found: TP / (TP + FN); NaN without true instances.</summary>
    public double Recall => (double)TruePositives / (TruePositives + FalseNegatives);

    /// <summary>TP / (TP + FP + FN), which the 2018 Data Science Bowl calls precision.</summary>
    public double ThreatScore => Empty ? 1 : (double)TruePositives / (TruePositives + FalsePositives + FalseNegatives);

    /// <summary>The harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN).</summary>
    public double F1 => FBeta(1);

    /// <summary>F-beta with beta = 2, as the Airbus ship detection challenge has it.</summary>
    public double F2 => FBeta(2);

    /// <summary>The mean IoU of the matched pairs; NaN without any.</summary>
    public double MeanIoU => IoUSum.Value / TruePositives;

    /// <summary>F-beta: (1 + b²) TP / ((1 + b²) TP + b² FN + FP).</summary>
    /// <param name="beta">b, above 0: recall counts b times as much as precision.</param>
    public double FBeta(double beta)
    {
        double weight = beta * beta;
        return Empty ? 1 : (1 + weight) * TruePositives / ((1 + weight) * TruePositives + weight * FalseNegatives + FalsePositives);
    }

    /// <summary>The counts of both together.</summary>
    public static InstanceMatches operator +(InstanceMatches first, InstanceMatches second) => new(
        first.TruePositives + second.TruePositives, first.FalsePositives + second.FalsePositives,
        first.FalseNegatives + second.FalseNegatives, first.IoUSum + second.IoUSum);
}
