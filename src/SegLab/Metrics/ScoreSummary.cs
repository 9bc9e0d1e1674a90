namespace SegLab.Metrics;

/// <summary>The mean of the scores of images, and how many of them it leaves out: one infinite distance would be all that is left of a mean.</summary>
/// <param name="Mean">The mean of the finite scores; NaN without any.</param>
/// <param name="Finite">How many scores are finite.</param>
/// <param name="Infinite">How many are infinite: distances to a structure that was missed, or invented.</param>
/// <param name="Undefined">How many are NaN: there was nothing to measure.</param>
public readonly record struct ScoreSummary(double Mean, int Finite, int Infinite, int Undefined)
{
    /// <summary>Summarises the scores of images, in their order: say <see cref="PerImage{T}.Select"/> of distances.</summary>
    public static ScoreSummary Of(IEnumerable<double> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        double sum = 0;
        int finite = 0, infinite = 0, undefined = 0;
        foreach (double score in scores)
        {
            if (double.IsNaN(score)) undefined++;
            else if (double.IsInfinity(score)) infinite++;
            else (sum, finite) = (sum + score, finite + 1);
        }

        return new(sum / finite, finite, infinite, undefined);
    }
}
