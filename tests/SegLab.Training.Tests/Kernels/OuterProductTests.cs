using SegLab.Training.Kernels;

namespace SegLab.Training.Tests.Kernels;

[Trait("Category", "Numeric")]
public sealed unsafe class OuterProductTests
{
    [Theory]
    [InlineData(1, true)]
    [InlineData(37, true)]
    [InlineData(20, false)]
    public void The_sum_of_outer_products_replaces_what_is_there_or_is_added_to_it(int count, bool add)
    {
        const int lanes = BlockedMap.Lanes;
        var random = new Random(18);
        AlignedMemory left = Fill(count * lanes), right = Fill(count * lanes), result = Fill(lanes * lanes);
        float[] before = result.Values.ToArray();
        OuterProduct.Sum(count, left.Pointer, right.Pointer, result.Pointer, add);
        for (int i = 0; i < lanes; i++)
        {
            for (int j = 0; j < lanes; j++)
            {
                double sum = add ? before[i * lanes + j] : 0;
                for (int row = 0; row < count; row++) sum += (double)left.Values[row * lanes + i] * right.Values[row * lanes + j];
                Assert.Equal(sum, result.Values[i * lanes + j], 1e-5);
            }
        }

        AlignedMemory Fill(int length)
        {
            var memory = new AlignedMemory(length);
            foreach (ref float value in memory.Values) value = (float)(2 * random.NextDouble() - 1);
            return memory;
        }
    }
}
