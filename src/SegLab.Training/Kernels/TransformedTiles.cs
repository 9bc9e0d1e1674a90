namespace SegLab.Training.Kernels;

/// <summary>Tiles in the transformed domain: <c>[36][blocks][tiles][16]</c>.</summary>
/// <param name="values">Where they stand.</param>
/// <param name="tiles">How many there are.</param>
/// <param name="blocks">Blocks of sixteen channels.</param>
readonly unsafe struct TransformedTiles(float* values, int tiles, int blocks)
{
    /// <summary>Floats from one block of channels to the next; a product may read and write a few tiles too many.</summary>
    public readonly nint BlockStride = (nint)(tiles + MatrixProduct.Overrun) * BlockedMap.Lanes;

    /// <summary>
    /// Floats from one position to the next. One vector more than needed: positions a power of two apart would all fall into the same
    /// few sets of the cache.
    /// </summary>
    public nint PositionStride => blocks * BlockStride + BlockedMap.Lanes;

    /// <summary>Floats in all.</summary>
    public long Length => WinogradArithmetic.Positions * (long)PositionStride;

    public float* At(int position, int block) => values + position * PositionStride + block * BlockStride;
}
