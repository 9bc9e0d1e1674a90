using System.Numerics.Tensors;
using SegLab.Metrics;

namespace SegLab.Tests.Metrics;

/// <summary>Regions by looking at every neighbour, and what holds for all.</summary>
[Trait("Category", "Numeric")]
public sealed class BoundaryIoUTests
{
    [Theory]
    [InlineData(BoundaryDistance.Chessboard)]
    [InlineData(BoundaryDistance.Euclidean)]
    public void Counts_are_those_of_pixels_near_another_label_or_the_border(BoundaryDistance distance)
    {
        foreach (int[] extents in new int[][] { [30], [17, 1], [16, 23], [7, 8, 9], [1, 9, 9] })
        {
            foreach (int width in new[] { 1, 2, 4 })
            {
                int[] prediction = Labels(extents, 3 * width), truth = Labels(extents, 3 * width + 1);
                bool[] there = Near(prediction, extents, width, distance), here = Near(truth, extents, width, distance);
                BoundaryIoU actual = Of(prediction, truth, extents, width, distance);
                for (int label = 0; label < 3; label++)
                {
                    int[] all = [.. Enumerable.Range(0, truth.Length)];
                    bool Predicted(int i) => there[i] && prediction[i] == label;
                    bool True(int i) => here[i] && truth[i] == label;
                    Assert.Equal(new BoundaryCounts(all.Count(Predicted), all.Count(True), all.Count(i => Predicted(i) && True(i))), actual.Counts[label]);
                }
            }
        }
    }

    [Fact]
    public void A_width_beyond_the_objects_makes_it_plain_IoU()
    {
        int[] extents = [16, 23], prediction = Labels(extents, 1), truth = Labels(extents, 2);
        var matrix = new ConfusionMatrix(3);
        matrix.Add<int, int>(prediction, truth);
        Assert.Equal(matrix.MeanIoU, Of(prediction, truth, extents, 30, BoundaryDistance.Chessboard).MeanIoU, 1e-15);
    }

    [Fact]
    public void An_ignored_pixel_is_not_counted_and_ends_objects()
    {
        var boundary = new BoundaryIoU(2) { Width = 1 };
        boundary.Add(new ReadOnlyTensorSpan<byte>([1, 1, 1, 1, 1, 1, 1]), new ReadOnlyTensorSpan<byte>([1, 1, 1, 255, 1, 1, 1]), ignoreLabel: 255);
        Assert.Equal(new BoundaryCounts(4, 4, 4), boundary.Counts[1]);
    }

    [Fact]
    public void Images_add_up_in_any_order()
    {
        int[] extents = [16, 23], first = Labels(extents, 1), second = Labels(extents, 2);
        BoundaryIoU one = Of(first, second, extents, 2, BoundaryDistance.Chessboard), other = Of(second, first, extents, 2, BoundaryDistance.Chessboard);
        var both = new BoundaryIoU(3) { Width = 2 };
        both.Merge(other);
        both.Merge(one);
        for (int label = 0; label < 3; label++) Assert.Equal(one.Counts[label] + other.Counts[label], both.Counts[label]);
    }

    [Fact]
    public void The_width_is_two_percent_of_the_diagonal_with_halves_to_even()
    {
        Assert.Equal(1, BoundaryIoU.WidthOf([3, 4]));
        Assert.Equal(2, BoundaryIoU.WidthOf([75, 100]));
        Assert.Equal(4, BoundaryIoU.WidthOf([105, 140]));
    }

    [Fact]
    public void Labels_that_are_no_class_are_refused()
    {
        Assert.Contains("Pixel 1", Assert.Throws<ArgumentException>(() => Of([0, 3], [0, 0], [2], 1, BoundaryDistance.Chessboard)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Of([0, 1], [0, 0], [2], 0, BoundaryDistance.Chessboard));
    }

    static BoundaryIoU Of(int[] prediction, int[] truth, int[] extents, int width, BoundaryDistance distance)
    {
        nint[] lengths = [.. extents];
        var boundary = new BoundaryIoU(3) { Width = width, Distance = distance };
        boundary.Add(new ReadOnlyTensorSpan<int>(prediction, lengths), new ReadOnlyTensorSpan<int>(truth, lengths));
        return boundary;
    }

    static bool[] Near(int[] labels, int[] extents, int width, BoundaryDistance distance)
    {
        int[][] places = [.. Enumerable.Range(0, labels.Length).Select(i => Place(i, extents))];
        bool Reaches(IEnumerable<int> steps) => distance == BoundaryDistance.Chessboard ? steps.Max() <= width : steps.Sum(step => step * step) <= width * width;
        return [.. places.Select((place, i) =>
            place.Where((position, axis) => Reaches([Math.Min(position + 1, extents[axis] - position)])).Any() ||
            places.Where((other, j) => labels[j] != labels[i] && Reaches(place.Zip(other, (a, b) => Math.Abs(a - b)))).Any())];
    }

    static int[] Place(int element, int[] extents)
    {
        var place = new int[extents.Length];
        for (int axis = extents.Length - 1; axis >= 0; element /= extents[axis], axis--) place[axis] = element % extents[axis];
        return place;
    }

    /// <summary>Three labels in boxes of a few pixels.</summary>
    static int[] Labels(int[] extents, int seed) =>
        [.. Enumerable.Range(0, extents.Aggregate(1, (product, extent) => product * extent)).Select(i => (int)((uint)Place(i, extents).Aggregate(seed, (hash, position) => hash * 31 + position / 5) % 3))];
}
