using SegLab.Training.Kernels;

namespace SegLab.Training.Tests.Kernels;

[Trait("Category", "Numeric")]
public sealed unsafe class MatrixProductTests
{
    readonly Random random = new(17);

    [Theory]
    [InlineData(1, 1, 16)]
    [InlineData(6, 2, 16)]
    [InlineData(15, 1, 3)]
    [InlineData(16, 3, 16)]
    [InlineData(39, 2, 5)]
    public void Rows_of_blocks_agree_with_the_definition(int rows, int segments, int depth) =>
        Check<BlockStride>(rows, segments, (rows + MatrixProduct.Overrun) * BlockedMap.Lanes, depth);

    [Theory]
    [InlineData(1, 1, 3)]
    [InlineData(17, 9, 3)]
    [InlineData(31, 2, 1)]
    public void Rows_of_neighbouring_pixels_agree_with_the_definition(int rows, int segments, int depth) =>
        Check<PixelStride>(rows, segments, rows + MatrixProduct.Overrun + depth, depth);

    void Check<TStride>(int rows, int segments, int segmentStride, int depth)
        where TStride : IRowStride
    {
        AlignedMemory left = Fill(segments * segmentStride), right = Fill(segments * depth * BlockedMap.Lanes);
        var result = new AlignedMemory((rows + MatrixProduct.Overrun) * BlockedMap.Lanes);
        MatrixProduct.Multiply<TStride>(rows, left.Pointer, segments, segmentStride, depth, right.Pointer, result.Pointer);
        for (int row = 0; row < rows; row++)
        {
            for (int lane = 0; lane < BlockedMap.Lanes; lane++)
            {
                double sum = 0;
                for (int k = 0; k < segments * depth; k++)
                {
                    sum += (double)left.Values[k / depth * segmentStride + k % depth + row * TStride.Floats] * right.Values[k * BlockedMap.Lanes + lane];
                }

                Assert.Equal(sum, result.Values[row * BlockedMap.Lanes + lane], 1e-5);
            }
        }
    }

    AlignedMemory Fill(int length)
    {
        var memory = new AlignedMemory(length);
        foreach (ref float value in memory.Values) value = (float)(2 * random.NextDouble() - 1);
        return memory;
    }
}
