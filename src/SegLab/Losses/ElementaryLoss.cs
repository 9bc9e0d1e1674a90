namespace SegLab.Losses;

/// <summary>A loss that is one formula, as opposed to a sum of others.</summary>
public abstract record ElementaryLoss : SegmentationLoss
{
    private protected ElementaryLoss()
    {
    }

    /// <summary>The label of pixels that take no part in any sum or count, and whose gradient is 0; null when all count.</summary>
    public int? IgnoreIndex { get; init; }

    /// <summary>What is made of the values of pixels or classes.</summary>
    public Reduction Reduction { get; init; }

    /// <summary>A weight for each class, or null for equal ones.</summary>
    public ClassWeights? ClassWeights { get; init; }

    /// <inheritdoc/>
    public sealed override SegmentationLoss WithIgnoreIndex(int? ignoreIndex) => this with { IgnoreIndex = ignoreIndex };
}
