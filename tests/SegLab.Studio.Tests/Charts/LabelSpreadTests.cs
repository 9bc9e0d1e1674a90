using SegLab.Studio.Charts;

namespace SegLab.Studio.Tests.Charts;

public sealed class LabelSpreadTests
{
    [Fact]
    public void Labels_that_do_not_touch_stay_where_they_are() =>
        Assert.Equal([90.0, 10, 50], LabelSpread.Place([90, 10, 50], 14, 0, 100));

    [Fact]
    public void Labels_that_would_cover_each_other_move_apart_around_their_middle()
    {
        double[] places = LabelSpread.Place([50, 51, 52], 14, 0, 100);
        Assert.Equal([37.0, 51, 65], places.Select(place => Math.Round(place, 9)));
    }

    [Fact]
    public void Labels_keep_their_order_their_distance_and_the_bounds()
    {
        var random = new Random(3);
        for (int trial = 0; trial < 200; trial++)
        {
            double[] wanted = [.. Enumerable.Range(0, random.Next(1, 17)).Select(_ => random.NextDouble() * 300)];
            double[] places = LabelSpread.Place(wanted, 14, 20, 280);
            int[] order = [.. Enumerable.Range(0, wanted.Length).OrderBy(i => wanted[i])];
            Assert.All(places, place => Assert.InRange(place, 20 - 1e-9, 280 + 1e-9));
            Assert.All(order.Zip(order.Skip(1)), pair => Assert.True(places[pair.Second] - places[pair.First] >= 14 - 1e-9));
        }
    }

    [Fact]
    public void More_labels_than_fit_lie_evenly() =>
        Assert.Equal([0.0, 5, 10], LabelSpread.Place([4, 5, 6], 14, 0, 10));

    [Fact]
    public void No_labels_need_no_places() => Assert.Empty(LabelSpread.Place([], 14, 0, 100));
}
