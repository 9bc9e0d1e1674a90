namespace SegLab.Metrics;

/// <summary>A 95 % or other interval of a score.</summary>
/// <param name="Low">Its lower end.</param>
/// <param name="High">Its upper end.</param>
public readonly record struct ConfidenceInterval(double Low, double High)
{
    /// <summary>Whether it leaves out zero: a difference with such an interval is taken as real.</summary>
    public bool ExcludesZero => Low > 0 || High < 0;
}
