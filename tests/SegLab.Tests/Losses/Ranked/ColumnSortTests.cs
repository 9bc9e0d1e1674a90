using SegLab.Losses.Ranked;
using SegLab.Numerics;

namespace SegLab.Tests.Losses.Ranked;

/// <summary>Against the runtime's sort.</summary>
[Trait("Category", "Numeric")]
public sealed class ColumnSortTests
{
    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    public unsafe void Numbers_ascend_down_each_column_and_from_column_to_column(int rows)
    {
        var random = new Random(rows);
        for (int round = 0; round < 40; round++)
        {
            // Zeros and ones too: a network that sorts all of these sorts everything.
            uint most = round % 2 == 0 ? uint.MaxValue : 1;
            uint[] numbers = [.. Enumerable.Range(0, rows * Lanes.Count).Select(_ => (uint)random.NextInt64((long)most + 1))];
            uint[] sorted = [.. numbers.Order()];
            fixed (uint* data = numbers) ColumnSort.Sort(data, rows);
            for (int i = 0; i < sorted.Length; i++) Assert.Equal(sorted[i], numbers[i % rows * Lanes.Count + i / rows]);
        }
    }
}
