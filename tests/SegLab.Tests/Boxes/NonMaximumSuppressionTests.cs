using SegLab.Boxes;
using SegLab.Tests.Reference;

namespace SegLab.Tests.Boxes;

/// <summary>What suppression keeps, against the loops that its papers write down.</summary>
[Trait("Category", "Numeric")]
public sealed class NonMaximumSuppressionTests
{
    [Fact]
    public void A_box_goes_when_one_with_a_higher_score_overlaps_it_above_the_threshold()
    {
        // IoU of the first two is 0.5 exactly, of the third with the first 2 / 3.
        float[] boxes = [0, 0, 2, 2, 0, 0, 2, 1, 0, 0, 2, 3, 5, 5, 6, 6], scores = [0.9f, 0.8f, 0.7f, 0.6f];
        Assert.Equal([0, 1, 3], new NonMaximumSuppression().Select(boxes, scores));
        Assert.Equal([0, 3], new NonMaximumSuppression { Threshold = 0.49 }.Select(boxes, scores));
        Assert.Equal([0, 1, 2, 3], new NonMaximumSuppression { Threshold = 0.7 }.Select(boxes, scores));
        Assert.Equal([0, 1, 2, 3], new NonMaximumSuppression { Threshold = 0.4 }.Select(boxes, scores, classes: [7, -1, 3, 7]));
    }

    [Fact]
    public void Of_equal_scores_the_first_box_counts_as_the_higher()
    {
        float[] boxes = [0, 0, 2, 2, 0, 0, 2, 2, 0, 0, 2, 2], scores = [0.5f, 0.5f, 0.5f];
        Assert.Equal([0], new NonMaximumSuppression().Select(boxes, scores));
        Assert.Equal([1], new NonMaximumSuppression().Select(boxes, [-0f, 0.1f, 0f]));
        Assert.Equal([0, 1, 2], new NonMaximumSuppression().Select([0, 0, 1, 1, 3, 3, 4, 4, 6, 6, 7, 7], [-0f, 0f, 0f]));
    }

    [Fact]
    public void A_box_that_a_suppressed_one_overlaps_stays() =>
        Assert.Equal([0, 2], new NonMaximumSuppression { Threshold = 0.3 }.Select([0, 0, 4, 1, 2, 0, 6, 1, 4, 0, 8, 1], [0.9f, 0.8f, 0.7f]));

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.5)]
    [InlineData(15, 0.3)]
    [InlineData(16, 0.7)]
    [InlineData(17, 0.1)]
    [InlineData(500, 0.5)]
    [InlineData(500, 0)]
    [InlineData(500, 1)]
    [InlineData(500, 0.33333334)]
    public void Hard_suppression_keeps_what_the_greedy_loop_keeps(int count, double threshold)
    {
        foreach (bool clustered in new[] { false, true })
            foreach (int classCount in new[] { 1, 3 })
                foreach (BoxSimilarity similarity in Enum.GetValues<BoxSimilarity>())
                {
                    (float[] boxes, float[] scores, int[] classes) = Detections(count, clustered, classCount, seed: count + classCount);
                    int[] expected = Greedy(boxes, scores, classes, (i, j) => Similarity(similarity, boxes, i, j) > threshold);
                    var suppression = new NonMaximumSuppression { Threshold = threshold, Similarity = similarity };
                    Assert.Equal(expected, suppression.Select(boxes, scores, classes));
                    Assert.Equal(expected, suppression.Select(boxes, scores, classes));
                    if (classCount == 1) Assert.Equal(expected, suppression.Select(boxes, scores));
                }
    }

    [Theory]
    [InlineData(SuppressionMethod.Linear, BoxSimilarity.IoU, 1)]
    [InlineData(SuppressionMethod.Linear, BoxSimilarity.IoU, 40)]
    [InlineData(SuppressionMethod.Linear, BoxSimilarity.DistanceIoU, 300)]
    [InlineData(SuppressionMethod.Gaussian, BoxSimilarity.IoU, 300)]
    [InlineData(SuppressionMethod.Gaussian, BoxSimilarity.CompleteIoU, 100)]
    public void Soft_suppression_lowers_scores_as_the_loop_of_the_paper_does(SuppressionMethod method, BoxSimilarity similarity, int count)
    {
        foreach (int classCount in new[] { 1, 4 })
        {
            (float[] boxes, float[] scores, int[] classes) = Detections(count, clustered: true, classCount, seed: 9);
            var suppression = new NonMaximumSuppression { Method = method, Similarity = similarity, Threshold = 0.3, Sigma = 0.4, MinimumScore = 0.02 };
            (int Index, double Score)[] expected = Soft(suppression, boxes, scores, classes);
            int[] kept = new int[count];
            float[] keptScores = new float[count];
            int stay = suppression.SelectInto(kept, keptScores, boxes, scores, classes);
            Assert.Equal(expected.Select(box => box.Index), kept[..stay]);
            for (int i = 0; i < stay; i++) Assert.Equal(expected[i].Score, keptScores[i], 2e-5);
            Assert.True(classCount > 1 || count < 100 || stay < count);
        }
    }

    [Fact]
    public void The_format_of_boxes_does_not_matter()
    {
        (float[] corners, float[] scores, _) = Detections(200, clustered: true, 1, seed: 4);
        float[] rounded = [.. corners.Select(number => MathF.Round(number))], sizes = [.. rounded], centers = [.. rounded];
        for (int i = 0; i < rounded.Length; i += 4)
        {
            (sizes[i + 2], sizes[i + 3]) = (rounded[i + 2] - rounded[i], rounded[i + 3] - rounded[i + 1]);
            (centers[i + 2], centers[i + 3]) = (sizes[i + 2], sizes[i + 3]);
            (centers[i], centers[i + 1]) = ((rounded[i] + rounded[i + 2]) / 2, (rounded[i + 1] + rounded[i + 3]) / 2);
        }

        var suppression = new NonMaximumSuppression();
        int[] expected = suppression.Select(rounded, scores);
        Assert.Equal(expected, suppression.Select(sizes, scores, format: BoxFormat.LeftTopSize));
        Assert.Equal(expected, suppression.Select(centers, scores, format: BoxFormat.CenterSize));
    }

    [Theory]
    [InlineData(SuppressionMethod.Hard)]
    [InlineData(SuppressionMethod.Gaussian)]
    public void Nothing_is_allocated_once_warm(SuppressionMethod method)
    {
        (float[] boxes, float[] scores, int[] classes) = Detections(500, clustered: true, 3, seed: 2);
        var suppression = new NonMaximumSuppression { Method = method };
        int[] kept = new int[500];
        float[] keptScores = new float[500];
        for (int round = 0; round < 3; round++) suppression.SelectInto(kept, keptScores, boxes, scores, classes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        suppression.SelectInto(kept, keptScores, boxes, scores, classes);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        var suppression = new NonMaximumSuppression();
        Assert.Contains("7 numbers of boxes and 2 scores", Message(() => suppression.Select(new float[7], new float[2])));
        Assert.Contains("3 classes for 2 boxes", Message(() => suppression.Select(new float[8], new float[2], new int[3])));
        Assert.Contains("score of box 1 is NaN", Message(() => suppression.Select(new float[8], [0, float.NaN])));
        Assert.Contains("box 1 is [0, 0, -1, 0]", Message(() => suppression.Select([0, 0, 0, 0, 0, 0, -1, 0], [0, 0])));
        Assert.Contains("room for 1 indices; 2 boxes", Message(() => suppression.SelectInto(new int[1], default, new float[8], new float[2])));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NonMaximumSuppression { Threshold = 1.5 });

        static string Message(Action action) => Assert.Throws<ArgumentException>(action).Message;
    }

    static (float[] Boxes, float[] Scores, int[] Classes) Detections(int count, bool clustered, int classes, int seed)
    {
        var random = new Random(seed);
        float[] boxes = new float[4 * count], scores = new float[count];
        for (int i = 0; i < count; i++)
        {
            double x = clustered ? random.Next(6) * 40 + 8 * random.NextDouble() : 300 * random.NextDouble();
            double y = clustered ? random.Next(3) * 40 + 8 * random.NextDouble() : 200 * random.NextDouble();
            (boxes[4 * i], boxes[4 * i + 1]) = ((float)x, (float)y);
            (boxes[4 * i + 2], boxes[4 * i + 3]) = ((float)(x + 10 + 30 * random.NextDouble()), (float)(y + 10 + 30 * random.NextDouble()));
            scores[i] = random.Next(64) / 64f; // many are equal
        }

        return (boxes, scores, [.. Enumerable.Range(0, count).Select(_ => random.Next(classes) - 1)]);
    }

    static int[] Greedy(float[] boxes, float[] scores, int[] classes, Func<int, int, bool> suppresses)
    {
        var kept = new List<int>();
        foreach (int i in Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]))
            if (!kept.Any(j => classes[i] == classes[j] && suppresses(i, j))) kept.Add(i);
        return [.. kept];
    }

    static (int, double)[] Soft(NonMaximumSuppression options, float[] boxes, float[] scores, int[] classes)
    {
        double[] left = [.. scores.Select(score => (double)score)];
        var remaining = Enumerable.Range(0, scores.Length).Where(i => left[i] >= options.MinimumScore).ToList();
        var kept = new List<(int, double)>();
        while (remaining.Count > 0)
        {
            int best = remaining.MaxBy(i => (left[i], -i));
            kept.Add((best, left[best]));
            remaining.Remove(best);
            foreach (int i in remaining.Where(i => classes[i] == classes[best]))
            {
                double overlap = Math.Max(0, Similarity(options.Similarity, boxes, i, best));
                left[i] *= options.Method == SuppressionMethod.Gaussian ? Math.Exp(-overlap * overlap / options.Sigma) : overlap > options.Threshold ? 1 - overlap : 1;
            }

            remaining.RemoveAll(i => left[i] < options.MinimumScore);
        }

        return [.. kept];
    }

    /// <summary>In floats where the threshold decides, so that ties come out as they do there.</summary>
    static double Similarity(BoxSimilarity similarity, float[] boxes, int i, int j)
    {
        if (similarity == BoxSimilarity.IoU)
        {
            float width = Math.Min(boxes[4 * i + 2], boxes[4 * j + 2]) - Math.Max(boxes[4 * i], boxes[4 * j]);
            float height = Math.Min(boxes[4 * i + 3], boxes[4 * j + 3]) - Math.Max(boxes[4 * i + 1], boxes[4 * j + 1]);
            float intersection = Math.Max(width, 0) * Math.Max(height, 0);
            return intersection / (Area(i) + Area(j) - intersection);
        }

        Box a = BoxAt(i), b = BoxAt(j);
        BoxLoss loss = similarity switch
        {
            BoxSimilarity.GeneralizedIoU => new GeneralizedIoULoss(),
            BoxSimilarity.DistanceIoU => new DistanceIoULoss(),
            _ => new CompleteIoULoss(),
        };
        return 1 - BoxReference.Cost(loss, a, b, a);

        Box BoxAt(int k) => new(boxes[4 * k], boxes[4 * k + 1], boxes[4 * k + 2], boxes[4 * k + 3]);

        float Area(int k) => (boxes[4 * k + 2] - boxes[4 * k]) * (boxes[4 * k + 3] - boxes[4 * k + 1]);
    }
}
