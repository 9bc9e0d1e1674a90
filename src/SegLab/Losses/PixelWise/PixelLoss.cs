namespace SegLab.Losses;

/// <summary>A loss that is a sum over the pixels (the literature also says distribution-based).</summary>
public abstract record PixelLoss : ElementaryLoss
{
    private protected PixelLoss()
    {
    }

    /// <summary>What the mean divides by; null for the loss's usual one.</summary>
    public MeanDenominator? MeanOver { get; init; }

    /// <summary>Whether both outcomes of each channel are looked at, and not the true class of a pixel alone.</summary>
    internal virtual bool EachChannel => Activation == Activation.Sigmoid;

    /// <summary>What the mean divides by when <see cref="MeanOver"/> leaves it open.</summary>
    internal virtual MeanDenominator UsualMean => EachChannel ? MeanDenominator.Elements : MeanDenominator.Pixels;

    /// <summary>The activations of a loss of one class a pixel.</summary>
    private protected static IReadOnlyList<Activation> OneClassActivations { get; } =
        [Activation.Softmax, Activation.Probabilities, Activation.LogProbabilities];

    internal sealed override (nint Count, string Shape) ValuesOf(int images, int channels, nint pixels) =>
        EachChannel && Activation != Activation.Softmax ? (images * channels * pixels, "[N, C, spatial...]") : (images * pixels, "[N, spatial...]");
}
