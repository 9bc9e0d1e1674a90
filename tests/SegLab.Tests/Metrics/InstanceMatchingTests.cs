using SegLab.Metrics;

namespace SegLab.Tests.Metrics;

/// <summary>Matches by trying all assignments, cases by hand, and what holds for all.</summary>
[Trait("Category", "Numeric")]
public sealed class InstanceMatchingTests
{
    [Fact]
    public void Counts_are_those_of_the_best_of_all_assignments()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            int[] prediction = Boxes(seed), truth = Boxes(seed + 1000);
            InstanceOverlaps overlaps = InstanceOverlaps.Of<int>(prediction, truth);
            foreach (double threshold in new[] { 0, 0.05, 0.2, 0.5, 0.75 })
            {
                int[] rows = [.. prediction.Distinct().Where(id => id != 0)], columns = [.. truth.Distinct().Where(id => id != 0)];
                double[,] weights = new double[rows.Length, columns.Length];
                for (int i = 0; i < rows.Length; i++)
                    for (int j = 0; j < columns.Length; j++) weights[i, j] = IoU(prediction, truth, rows[i], columns[j]) is var iou && iou > threshold ? iou : 0;
                (double sum, int count) = Best(weights, 0, new bool[columns.Length]);
                InstanceMatches actual = overlaps.Match(threshold);
                Assert.Equal(sum, actual.IoUSum.Value, 1e-12);
                Assert.Equal((count, rows.Length - count, columns.Length - count), ((int)actual.TruePositives, (int)actual.FalsePositives, (int)actual.FalseNegatives));
            }
        }
    }

    [Fact]
    public void An_IoU_of_three_fifths_is_not_above_three_fifths()
    {
        // Three of five pixels: the seventh step of 0.05 added up would be 0.6000000000000001, k / 100 is not.
        var matching = new InstanceMatching();
        matching.Add<byte>(0, [9, 9, 9, 0, 0], [1, 1, 1, 1, 1]);
        Assert.Equal([1, 1, 0, 0, 0, 0, 0, 0, 0, 0], matching.Images[0].Select(matches => (int)matches.TruePositives));
        Assert.Equal(0.2, matching.MeanOverImages(matches => matches.ThreatScore), 1e-15);
    }

    [Fact]
    public void Ignored_pixels_belong_to_no_instance()
    {
        InstanceOverlaps overlaps = InstanceOverlaps.Of<byte>([1, 1, 1, 1, 2], [5, 5, 255, 255, 255], ignoreLabel: 255);
        Assert.Equal(1, overlaps.IoU(1, 5));
        Assert.Equal([1], overlaps.Predictions);
        Assert.Equal([5], overlaps.Truths);
    }

    [Fact]
    public void Images_give_the_same_bits_in_any_order_and_any_sharing()
    {
        InstanceMatching whole = new(), even = new(), odd = new();
        for (int image = 0; image < 20; image++)
        {
            whole.Add<int>(image, Boxes(image), Boxes(image + 50));
            (image % 2 == 0 ? even : odd).Add<int>(19 - image, Boxes(19 - image), Boxes(69 - image));
        }

        odd.Merge(even);
        Assert.Equal(whole.Total(), odd.Total());
        Assert.Equal(whole.MeanOverImages(matches => matches.F2), odd.MeanOverImages(matches => matches.F2));
        Assert.Equal(whole.OfDataSet(matches => matches.F1), odd.OfDataSet(matches => matches.F1));
    }

    [Fact]
    public void What_cannot_be_matched_is_refused()
    {
        var matching = new InstanceMatching();
        matching.Add<byte>(3, [0], [0]);
        Assert.Contains("Image 3", Assert.Throws<ArgumentException>(() => matching.Add<byte>(3, [0], [0])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => matching.Merge(new([0.3])));
        Assert.Throws<ArgumentException>(() => InstanceOverlaps.Of<byte>([0], [0, 1]));
        Assert.Contains("Pixel 1", Assert.Throws<ArgumentException>(() => InstanceOverlaps.Of<long>([0, 1L << 40], [0, 0])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new InstanceMatching([1.5]));
    }

    static (double Sum, int Count) Best(double[,] weights, int row, bool[] taken)
    {
        if (row == weights.GetLength(0)) return (0, 0);
        (double Sum, int Count) best = Best(weights, row + 1, taken);
        for (int column = 0; column < taken.Length; column++)
        {
            if (taken[column] || weights[row, column] == 0) continue;
            taken[column] = true;
            (double sum, int count) = Best(weights, row + 1, taken);
            if (sum + weights[row, column] > best.Sum) best = (sum + weights[row, column], count + 1);
            taken[column] = false;
        }

        return best;
    }

    static double IoU(int[] prediction, int[] truth, int one, int other)
    {
        int both = 0, either = 0;
        for (int i = 0; i < truth.Length; i++)
        {
            if (prediction[i] == one && truth[i] == other) both++;
            if (prediction[i] == one || truth[i] == other) either++;
        }

        return (double)both / either;
    }

    /// <summary>Boxes of a 12 x 13 image, one over the other.</summary>
    static int[] Boxes(int seed)
    {
        var random = new Random(seed);
        var ids = new int[12 * 13];
        for (int box = random.Next(7); box > 0; box--)
        {
            int top = random.Next(9), left = random.Next(9), bottom = top + random.Next(2, 8), right = left + random.Next(2, 8);
            for (int y = top; y < Math.Min(bottom, 12); y++)
                for (int x = left; x < Math.Min(right, 13); x++) ids[y * 13 + x] = box * 3;
        }

        return ids;
    }
}
