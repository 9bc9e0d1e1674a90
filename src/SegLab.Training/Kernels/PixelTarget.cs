namespace SegLab.Training.Kernels;

/// <summary>A block of sixteen channels to be written in one of the ways of <see cref="IPixelStore"/>.</summary>
readonly unsafe struct PixelTarget
{
    /// <summary>Floats of the sums that one call leaves: two a channel.</summary>
    public const int SumsLength = 2 * BlockedMap.Lanes;

    readonly float* to;
    readonly float* values;
    readonly float* origin;
    readonly NormalizationBlock normalization;
    readonly nint imageStride;

    PixelTarget(float* to, float* values, float* origin, NormalizationBlock normalization, nint imageStride)
    {
        this.to = to;
        this.values = values;
        this.origin = origin;
        this.normalization = normalization;
        this.imageStride = imageStride;
    }

    /// <summary>Written, no more.</summary>
    public static PixelTarget Plain(BlockedMap map, int block) => new(map.Block(block), null, null, default, map.ImageStride);

    /// <summary>Written, and summed for the statistics of a batch.</summary>
    public static PixelTarget WithStatistics(BlockedMap map, int block, float* origin) =>
        new(map.Block(block), null, origin, default, map.ImageStride);

    /// <summary>A gradient behind a ReLU, taken to before it, and summed for the normalisation's backward step.</summary>
    public static PixelTarget Rectified(BlockedMap gradient, BlockedMap map, int block, NormalizationBlock normalization) =>
        new(gradient.Block(block), map.Block(block), null, normalization, map.ImageStride);

    /// <summary><see cref="WinogradTransform.Output"/> to this block.</summary>
    public void TransformOutput(TileGrid grid, int first, int end, float* from, nint positionStride, float* sums, float* scratch)
    {
        if (origin != null)
        {
            var store = new StatisticsStore(to, origin, sums);
            WinogradTransform.Output(store, imageStride, grid, first, end, from, positionStride, scratch);
        }
        else if (values != null)
        {
            var store = new RectifiedStore(to, values, normalization, sums);
            WinogradTransform.Output(store, imageStride, grid, first, end, from, positionStride, scratch);
        }
        else
        {
            WinogradTransform.Output(new PlainStore(to), imageStride, grid, first, end, from, positionStride, scratch);
        }
    }

    /// <summary>Writes <paramref name="count"/> pixels from <c>[count][16]</c> to <paramref name="offset"/>.</summary>
    public void Write(float* from, nint offset, int count, float* sums)
    {
        if (origin != null) PixelCopy.Write(new StatisticsStore(to, origin, sums), from, offset, count);
        else if (values != null) PixelCopy.Write(new RectifiedStore(to, values, normalization, sums), from, offset, count);
        else PixelCopy.Write(new PlainStore(to), from, offset, count);
    }
}
