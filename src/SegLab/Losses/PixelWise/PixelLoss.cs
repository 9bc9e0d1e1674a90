namespace SegLab.Losses;

/// <summary>A loss that is a sum over the pixels (the literature also says distribution-based).</summary>
public abstract record PixelLoss : ElementaryLoss
{
    private protected PixelLoss()
    {
    }

    /// <summary>What the mean divides by; null for the loss's usual one.</summary>
    public MeanDenominator? MeanOver { get; init; }
}
