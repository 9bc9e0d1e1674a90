using SegLab.Losses.Kernels;

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
}

/// <summary>A loss that compares, for each class, the region predicted with the true one.</summary>
public abstract record RegionLoss : ElementaryLoss
{
    private protected RegionLoss()
    {
    }

    /// <summary>Softmax over the channels (default), or a sigmoid of each.</summary>
    public Activation Activation { get; init; }

    /// <summary>Added to numerator and denominator as they stand in the formula, not negative (default 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double Smooth
    {
        get;
        init => field = Require.NotNegative(value);
    } = 1;

    /// <summary>Added to the denominator in place of <see cref="Smooth"/>; null for the same.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double? SmoothDenominator
    {
        get;
        init => field = value is { } smooth ? Require.NotNegative(smooth) : null;
    }

    /// <summary>The least that the denominator, with its smoothing, is taken for (default 0). With a denominator of 0 the loss is 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double DenominatorFloor
    {
        get;
        init => field = Require.NotNegative(value);
    }

    /// <summary>What each pixel adds to the sums.</summary>
    public OverlapMeasure Overlap { get; init; }

    /// <summary>Whether the sums are over each image (default) or over the batch.</summary>
    public Aggregate Aggregate { get; init; }

    /// <summary>What is made of a class that the target does not have.</summary>
    public AbsentClass AbsentClass { get; init; }

    /// <summary>Whether channel 0 takes part (default true). Class weights are for the channels that do.</summary>
    public bool IncludeBackground { get; init; } = true;

    /// <summary>The channels that take part; null for all.</summary>
    public ClassSelection? Classes { get; init; }

    /// <summary>Whether the mean divides by the sum of the class weights (segmentation_models.pytorch) and not by their number (MONAI, default).</summary>
    public bool NormalizeClassWeights { get; init; }

    /// <summary>How many of the logits' channels take part.</summary>
    internal int ClassesOf(int channels) => Classes?.Count ?? (IncludeBackground || channels == 1 ? channels : channels - 1);

    private protected Smoothing Smoothing => new(Smooth, SmoothDenominator ?? Smooth, DenominatorFloor);

    private protected void AddTo<TFormula>(LossPlanBuilder plan, double factor, TFormula formula)
        where TFormula : struct, IRegionFormula => plan.Add(this, Activation, sums => new RegionTerm<TFormula>(formula)
        {
            Sums = sums,
            Factor = factor,
            Reduction = Reduction,
            Aggregate = Aggregate,
            AbsentClass = AbsentClass,
            ClassWeights = ClassWeights?.Values,
            NormalizeClassWeights = NormalizeClassWeights,
            Classes = Classes?.Values,
            IncludeBackground = IncludeBackground,
        });
}
