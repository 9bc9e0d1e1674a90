using SegLab.Training.Kernels;

namespace SegLab.Training.Layers;

/// <summary>
/// What a layer puts out, and the gradient of the loss with respect to it. With a <see cref="Normalization"/> the values are those
/// before it and the readers normalise and rectify; the gradient is then the one between normalisation and ReLU.
/// </summary>
/// <param name="Values">What was written.</param>
/// <param name="Gradient">Null where only inference is wanted.</param>
/// <param name="Normalization">What the readers apply, with a ReLU; null if nothing.</param>
sealed record Activation(BlockedMap Values, BlockedMap? Gradient, BatchNormalization? Normalization)
{
    /// <summary>An activation of zeros, with a gradient if <paramref name="training"/>.</summary>
    public static Activation Create(int batch, int channels, int height, int width, BatchNormalization? normalization, bool training) => new(
        new BlockedMap(batch, channels, height, width), training ? new BlockedMap(batch, channels, height, width) : null, normalization);

    public PixelSource Source(int block) => Normalization is { } normalization
        ? PixelSource.Normalized(Values, block, normalization.Block(block))
        : PixelSource.Plain(Values, block);

    /// <summary>The gradient with respect to <see cref="Values"/>, when there is a normalisation and its sums are taken.</summary>
    public PixelSource GradientSource(int block) => PixelSource.Gradient(Gradient!, Values, block, Normalization!.Block(block));

    /// <summary>Where a convolution writes, with the sums for batch statistics if wanted.</summary>
    public unsafe PixelTarget Target(int block, bool statistics) => statistics
        ? PixelTarget.WithStatistics(Values, block, Normalization!.Origin(block))
        : PixelTarget.Plain(Values, block);

    /// <summary>Where the gradient from the one reader is written (<paramref name="last"/>), or a share of it that another pass completes.</summary>
    public PixelTarget GradientTarget(int block, bool last) => last
        ? PixelTarget.Rectified(Gradient!, Values, block, Normalization!.Block(block))
        : PixelTarget.Plain(Gradient!, block);
}
