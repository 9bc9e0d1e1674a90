using SegLab.Losses;
using SegLab.Losses.Kernels;
using SegLab.Losses.Ranked;

namespace SegLab.Tests.Losses.Ranked;

/// <summary>Against sorting all the losses.</summary>
[Trait("Category", "Numeric")]
public sealed class HardestPixelsTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 7)]
    [InlineData(3, 1000)]
    [InlineData(2, 40_000)]
    public void A_share_of_the_pixels_is_the_greatest_losses_the_first_of_equal_ones_before_the_later(int images, int pixels)
    {
        var random = new Random(pixels);
        foreach (int levels in new[] { 1, 3, 1 << 24 })
            foreach (double percentage in new[] { 1e-3, 10, 33.3, 100 })
                foreach (bool countIgnored in new[] { false, true })
                    foreach (Aggregate aggregate in Enum.GetValues<Aggregate>())
                    {
                        (float[] losses, int[] labels) = Draw(random, images * pixels, levels);
                        var selection = new HardestPixels { Percentage = percentage, CountIgnored = countIgnored, Aggregate = aggregate };
                        Agrees(selection, losses, labels, images, count => Math.Max(1, (int)Math.Floor(count * percentage / 100)));
                    }
    }

    [Theory]
    [InlineData(0.3, 1)]
    [InlineData(0.9, 500)]
    [InlineData(2, 20)]
    [InlineData(2, 100_000)]
    public void Above_a_threshold_all_are_kept_and_a_least_number_in_any_case(double threshold, int minimum)
    {
        (float[] losses, int[] labels) = Draw(new Random(3), 3000, 1 << 24);
        int above = losses.Zip(labels).Count(pixel => pixel.Second != Tile.NoLabel && pixel.First > threshold);
        Agrees(new HardestPixels { Threshold = threshold, MinimumKept = minimum }, losses, labels, 1, _ => Math.Max(above, minimum));
    }

    [Fact]
    public void Negative_losses_and_both_zeros_are_in_order()
    {
        float[] losses = [-1, -0f, 0, -2, 3, float.MaxValue, -float.MaxValue, 1e-42f];
        foreach (double percentage in Enumerable.Range(1, 8).Select(count => count * 12.5))
            Agrees(new HardestPixels { Percentage = percentage }, losses, new int[8], 1, count => (int)(count * percentage / 100));
    }

    [Fact]
    public void An_image_without_pixels_that_count_keeps_none()
    {
        (float[] losses, int[] labels) = ([1, 2, 3, 4], [0, 0, Tile.NoLabel, Tile.NoLabel]);
        var selection = new HardestPixels { Aggregate = Aggregate.PerImage, Percentage = 50 };
        Assert.Equal([0, 0.5f, 0, 0], Select(selection, losses, labels, 2, 1));
        Assert.Equal((1, 0), (selection.Kept(0), selection.Kept(1)));
    }

    [Fact]
    public void The_choice_is_the_same_for_any_number_of_threads_and_nothing_is_allocated_after_the_first_call()
    {
        (float[] losses, int[] labels) = Draw(new Random(5), 100_000, 50);
        var selection = new HardestPixels { Percentage = 20 };
        float[] expected = Select(selection, losses, labels, 2, 1);
        foreach (int threads in new[] { 2, 3, 8 }) Assert.Equal(expected, Select(selection, losses, labels, 2, threads));
        float[] copy = [.. losses];
        long before = GC.GetAllocatedBytesForCurrentThread();
        SelectInPlace(selection, copy, labels, 2, 1);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    static (float[] Losses, int[] Labels) Draw(Random random, int count, int levels) => (
        [.. Enumerable.Range(0, count).Select(_ => random.Next(levels + 1) / (float)levels)],
        [.. Enumerable.Range(0, count).Select(_ => random.Next(4) == 0 ? Tile.NoLabel : 0)]);

    static void Agrees(HardestPixels selection, float[] losses, int[] labels, int images, Func<int, int> wanted)
    {
        int groups = selection.Aggregate == Aggregate.Batch ? 1 : images, length = losses.Length / groups;
        var expected = new float[losses.Length];
        for (int group = 0; group < groups; group++)
        {
            int[] eligible = [.. Enumerable.Range(group * length, length).Where(i => selection.CountIgnored || labels[i] != Tile.NoLabel)];
            int kept = Math.Min(wanted(eligible.Length), eligible.Length);
            foreach (int i in eligible.OrderByDescending(i => labels[i] == Tile.NoLabel ? 0 : losses[i]).Take(kept))
                expected[i] = labels[i] == Tile.NoLabel ? 0 : (float)(1.0 / (kept * (double)groups));
        }

        Assert.Equal(expected, Select(selection, losses, labels, images, 2));
    }

    static float[] Select(HardestPixels selection, float[] losses, int[] labels, int images, int threads)
    {
        float[] copy = [.. losses];
        SelectInPlace(selection, copy, labels, images, threads);
        return copy;
    }

    static unsafe void SelectInPlace(HardestPixels selection, float[] losses, int[] labels, int images, int threads)
    {
        fixed (float* first = losses)
        fixed (int* label = labels)
        {
            selection.Select(first, label, images, losses.Length / images, threads);
        }
    }
}
