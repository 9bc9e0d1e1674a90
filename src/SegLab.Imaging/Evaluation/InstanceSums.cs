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
            Finite.OrNull(match.Precision), Finite.OrNull(match.Recall), Finite.OrNull(match.F1), Finite.OrNull(match.F2)))],
        Finite.OrNull(precision.Value), Finite.OrNull(f1.Value), Finite.OrNull(f2.Value));
}
