using SegLab.Training.Studies.Objects;

namespace SegLab.Training.Tests.Studies.Objects;

public sealed class ObjectImageTests
{
    [Theory]
    [InlineData(128, 0.4, 6554)]
    [InlineData(128, 0.005, 82)]
    [InlineData(64, 0.45, 1843)]
    public void The_disc_has_its_share_of_the_pixels(int size, double share, int pixels)
    {
        var image = new ObjectImage(size, share, new Random(1));
        Assert.Equal((pixels, pixels), (image.Pixels, image.Labels.Count(label => label == 1)));
    }

    [Fact]
    public void Errors_begin_at_the_border_and_are_all_different()
    {
        var image = new ObjectImage(64, 0.1, new Random(3));
        int[] added = image.Added(image.Pixels).ToArray(), missed = image.Missed(image.Pixels).ToArray();
        Assert.All(added, pixel => Assert.Equal(0, image.Labels[pixel]));
        Assert.All(missed, pixel => Assert.Equal(1, image.Labels[pixel]));
        Assert.Equal(image.Pixels, added.Distinct().Count());
        Assert.Equal(image.Pixels, missed.Distinct().Count());

        // A pixel beyond the border that comes first has a neighbour of the other kind, by side or corner.
        Assert.All(image.Added(10).ToArray(), pixel => Assert.True(Touches(pixel, 1)));
        Assert.All(image.Missed(10).ToArray(), pixel => Assert.True(Touches(pixel, 0)));

        bool Touches(int pixel, byte label)
        {
            int[] offsets = [-65, -64, -63, -1, 1, 63, 64, 65];
            return offsets.Any(offset => pixel + offset >= 0 && pixel + offset < image.Labels.Length && image.Labels[pixel + offset] == label);
        }
    }

    [Fact]
    public void Fewer_errors_are_among_more()
    {
        var image = new ObjectImage(64, 0.1, new Random(3));
        Assert.Empty(image.Missed(20).ToArray().Except(image.Missed(50).ToArray()));
        Assert.Empty(image.Added(20).ToArray().Except(image.Added(50).ToArray()));
    }
}
