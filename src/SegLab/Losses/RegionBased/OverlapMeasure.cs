namespace SegLab.Losses;

/// <summary>What each pixel adds to the sums of a region loss.</summary>
public enum OverlapMeasure
{
    /// <summary>p y, p and y.</summary>
    Linear,

    /// <summary>p y, p squared and y squared: squares in the denominator (Milletari et al. 2016).</summary>
    SquaredDenominator,

    /// <summary>The squares of p y, p (1 - y) and (1 - p) y (nnU-Net's option <c>square</c>).</summary>
    SquaredTerms,

    /// <summary>(p + y - |p - y|) / 2, p and y, which is largest at p = y for soft targets too (Wang et al. 2023).</summary>
    AbsoluteDifference,

    /// <summary>False positives (1 - y)(p - y)^2 and false negatives y (p - y)^2 (Brosch et al. 2015).</summary>
    SquaredError,
}
