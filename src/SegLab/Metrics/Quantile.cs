namespace SegLab.Metrics;

/// <summary>Quantiles with linear interpolation between the two nearest values, as NumPy and R have it by default.</summary>
static class Quantile
{
    /// <param name="sorted">Ascending values, of which the last may be infinite.</param>
    /// <param name="share">0 to 1.</param>
    /// <returns>NaN without values.</returns>
    public static double Of(ReadOnlySpan<double> sorted, double share)
    {
        if (sorted.IsEmpty) return double.NaN;
        double place = share * (sorted.Length - 1);
        int below = (int)place;
        double low = sorted[below], high = sorted[Math.Min(below + 1, sorted.Length - 1)], rest = place - below;

        // Infinity less infinity would be NaN, and a missed structure would drop out of the mean.
        return rest == 0 || low == high ? low : low + rest * (high - low);
    }
}
