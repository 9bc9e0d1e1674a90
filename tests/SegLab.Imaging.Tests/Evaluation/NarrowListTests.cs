using SegLab.Imaging.Evaluation;

namespace SegLab.Imaging.Tests.Evaluation;

public class NarrowListTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(65535)]
    [InlineData(65536)]
    [InlineData(4294967295)]
    [InlineData(4294967296)]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    public void KeepsEveryNumberWhateverTheLargest(long largest)
    {
        long[] numbers = [0, 1, 200, largest, 7];

        var list = NarrowList.Of(numbers);

        Assert.Equal(numbers, list);
        Assert.Equal(numbers.Length, list.Count);
        Assert.Equal(numbers, Enumerable.Range(0, list.Count).Select(i => list[i]));
    }

    [Fact]
    public void IsNotMadeAnew()
    {
        var list = NarrowList.Of([1, 2]);

        Assert.Same(list, NarrowList.Of(list));
        Assert.Empty(NarrowList.Of([]));
    }
}
