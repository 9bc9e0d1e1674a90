namespace SegLab.Training.Kernels;

/// <summary>A block of sixteen channels to be read in one of the ways of <see cref="IPixelLoad"/>.</summary>
readonly unsafe struct PixelSource
{
    readonly float* values;
    readonly float* gradient;
    readonly NormalizationBlock normalization;
    readonly nint imageStride;

    PixelSource(float* values, float* gradient, NormalizationBlock normalization, nint imageStride)
    {
        this.values = values;
        this.gradient = gradient;
        this.normalization = normalization;
        this.imageStride = imageStride;
    }

    /// <summary>The values as they stand.</summary>
    public static PixelSource Plain(BlockedMap map, int block) => new(map.Block(block), null, default, map.ImageStride);

    /// <summary>The values, normalised and rectified.</summary>
    public static PixelSource Normalized(BlockedMap map, int block, NormalizationBlock normalization) =>
        new(map.Block(block), null, normalization, map.ImageStride);

    /// <summary>The gradient with respect to the values, from the one behind their normalisation.</summary>
    public static PixelSource Gradient(BlockedMap gradient, BlockedMap map, int block, NormalizationBlock normalization) =>
        new(map.Block(block), gradient.Block(block), normalization, map.ImageStride);

    /// <summary><see cref="WinogradTransform.Input"/> of this block.</summary>
    public void TransformInput(TileGrid grid, int first, int end, float* to, nint positionStride, float* scratch)
    {
        NormalizationBlock n = normalization;
        if (gradient != null)
        {
            var load = new GradientLoad(gradient, values, n.OfGradient, n.OfValue, n.OfOne);
            WinogradTransform.Input(load, imageStride, grid, first, end, to, positionStride, scratch);
        }
        else if (n.Scale != null)
        {
            var load = new NormalizedLoad(values, n.Scale, n.Shift);
            WinogradTransform.Input(load, imageStride, grid, first, end, to, positionStride, scratch);
        }
        else
        {
            WinogradTransform.Input(new PlainLoad(values), imageStride, grid, first, end, to, positionStride, scratch);
        }
    }

    /// <summary><see cref="WinogradTransform.OutputGradient"/> of this block, which holds the gradient of a normalised map.</summary>
    public void TransformOutputGradient(TileGrid grid, int first, int end, float* to, nint positionStride, float* scratch)
    {
        NormalizationBlock n = normalization;
        var load = new GradientLoad(gradient, values, n.OfGradient, n.OfValue, n.OfOne);
        WinogradTransform.OutputGradient(load, imageStride, grid, first, end, to, positionStride, scratch);
    }

    /// <summary>Copies what is read of <paramref name="count"/> pixels from <paramref name="offset"/> to <c>[count][16]</c>.</summary>
    public void Read(nint offset, int count, float* to)
    {
        NormalizationBlock n = normalization;
        if (gradient != null) PixelCopy.Read(new GradientLoad(gradient, values, n.OfGradient, n.OfValue, n.OfOne), offset, count, to);
        else if (n.Scale != null) PixelCopy.Read(new NormalizedLoad(values, n.Scale, n.Shift), offset, count, to);
        else PixelCopy.Read(new PlainLoad(values), offset, count, to);
    }
}
