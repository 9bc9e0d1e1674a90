using SegLab.Metrics;

namespace SegLab.Imaging.Evaluation;

/// <summary>Sums up how the instances of images were matched at each threshold.</summary>
sealed class InstanceSums
{
    static readonly IReadOnlyList<double> thresholds = InstanceMatching.DefaultThresholds;

    readonly InstanceMatches[] total = new InstanceMatches[thresholds.Count];
    RunningMean precision, f1, f2;

    public void Add(InstanceMatches[] image)
    {
        for (int k = 0; k < total.Length; k++) total[k] += image[k];
        precision.Add(image.Average(match => match.ThreatScore));
        f1.Add(image.Average(match => match.F1));
        f2.Add(image.Average(match => match.F2));
    }

    public InstanceFigures ToFigures() => new(
        [.. thresholds.Zip(total, (threshold, match) => new InstanceThreshold(
            threshold, match.TruePositives, match.FalsePositives, match.FalseNegatives,
            Defined(match.Precision), Defined(match.Recall), Defined(match.F1), Defined(match.F2)))],
        Defined(precision.Value), Defined(f1.Value), Defined(f2.Value));

    static double? Defined(double? value) => value is { } number && double.IsFinite(number) ? value : null;
}
