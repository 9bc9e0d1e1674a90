using SegLab.Boxes;
using SegLab.Losses;

namespace SegLab.Tests.Boxes;

/// <summary>What holds for every box loss.</summary>
[Trait("Category", "Numeric")]
public sealed class BoxLossTests
{
    public static TheoryData<string> Specs() => BoxGradientTests.Specs();

    [Theory]
    [MemberData(nameof(Specs))]
    public void Points_lines_equal_nested_touching_and_distant_boxes_have_finite_values_and_gradients(string spec)
    {
        double[] boxes = [.. BoxSamples.Special.SelectMany(box => box)];
        int count = BoxSamples.Special.Count;
        double[] predictions = [.. Enumerable.Range(0, count * count).SelectMany(i => boxes[(i / count * 4)..(i / count * 4 + 4)])];
        double[] targets = [.. Enumerable.Range(0, count * count).SelectMany(i => boxes[(i % count * 4)..(i % count * 4 + 4)])];
        foreach (double scale in new[] { 1, 1e-3, 1e-18, 1e12 })
        {
            BoxLoss loss = BoxLoss.Parse(spec);
            if (loss is PointDistanceIoULoss points) loss = points with { ImageWidth = 20 * scale, ImageHeight = 20 * scale };
            double[] p = [.. predictions.Select(number => scale * number)], t = [.. targets.Select(number => scale * number)];
            double[] values = new double[count * count], gradient = new double[4 * count * count];
            loss.EvaluateEach(p, t, values, gradient);
            Assert.All(values, value => Assert.True(double.IsFinite(value) && value >= -1e-12, $"{value}"));
            Assert.All(gradient, slope => Assert.True(double.IsFinite(slope), $"{slope}"));

            float[] singleValues = new float[count * count], singleGradient = new float[4 * count * count];
            loss.EvaluateEach(p.Single(), t.Single(), singleValues, singleGradient);
            Assert.All(singleValues, value => Assert.True(float.IsFinite(value) && value >= -1e-6f, $"{value}"));
            Assert.All(singleGradient, slope => Assert.True(float.IsFinite(slope), $"{slope}"));
        }
    }

    [Theory]
    [MemberData(nameof(Specs))]
    public void Equal_boxes_cost_nothing_and_stay_where_they_are(string spec)
    {
        double[] boxes = [1, 2, 4, 7, -3, 0.5, 0.1, 0.7], gradient = new double[8];
        BoxLoss loss = BoxLoss.Parse(spec);
        Assert.Equal(0, loss.Evaluate(boxes, boxes, gradient), 1e-15);
        Assert.All(gradient, slope => Assert.Equal(0, slope, 1e-12));
    }

    [Theory]
    [MemberData(nameof(Specs))]
    public void A_loss_of_overlap_does_not_depend_on_the_scale_to_the_last_bit(string spec)
    {
        BoxLoss loss = BoxLoss.Parse(spec);
        if (loss is not OverlapBoxLoss) return;
        (double[] predictions, double[] targets) = BoxSamples.Pairs(500, seed: 21);
        float[] p = predictions.Single(), t = targets.Single(), values = new float[500], gradient = new float[2000];
        loss.EvaluateEach(p, t, values, gradient);
        foreach (float scale in new[] { 1 / 1048576f, 1024f })
        {
            if (loss is PointDistanceIoULoss points) loss = points with { ImageWidth = scale * points.ImageWidth, ImageHeight = scale * points.ImageHeight };
            float[] scaled = new float[500], scaledGradient = new float[2000];
            loss.EvaluateEach(p.Select(number => scale * number).ToArray(), t.Select(number => scale * number).ToArray(), scaled, scaledGradient);
            Assert.Equal(values, scaled);
            Assert.Equal(gradient, scaledGradient.Select(slope => scale * slope));
            if (loss is PointDistanceIoULoss again) loss = again with { ImageWidth = again.ImageWidth / scale, ImageHeight = again.ImageHeight / scale };
        }
    }

    [Theory]
    [MemberData(nameof(Specs))]
    public void Width_and_height_play_the_same_part(string spec)
    {
        BoxLoss loss = BoxLoss.Parse(spec);
        if (loss is PointDistanceIoULoss { ImageWidth: not 1 }) return;
        (double[] predictions, double[] targets) = BoxSamples.Pairs(300, seed: 22);
        double[] values = new double[300], gradient = new double[1200], turned = new double[300], turnedGradient = new double[1200];
        loss.EvaluateEach(predictions, targets, values, gradient);
        loss.EvaluateEach(Turned(predictions), Turned(targets), turned, turnedGradient);
        for (int i = 0; i < 300; i++) Assert.Equal(values[i], turned[i], 1e-12);
        double[] back = Turned(turnedGradient);
        for (int i = 0; i < 1200; i++) Assert.Equal(gradient[i], back[i], 1e-9);

        static double[] Turned(double[] boxes) =>
            [.. Enumerable.Range(0, boxes.Length / 4).SelectMany(i => new[] { boxes[4 * i + 1], boxes[4 * i], boxes[4 * i + 3], boxes[4 * i + 2] })];
    }

    [Theory]
    [MemberData(nameof(Specs))]
    public void The_bits_are_the_same_for_any_number_of_threads_any_place_and_in_place(string spec)
    {
        const int count = 9001;
        BoxLoss loss = BoxLoss.Parse(spec);
        (double[] predictions, double[] targets) = BoxSamples.Pairs(count, seed: 23);
        float[] p = predictions.Single(), t = targets.Single(), gradient = new float[4 * count], values = new float[count];
        double value = loss.Evaluate(p, t, gradient, threads: 1);
        foreach (int threads in new[] { 2, 3, 8 })
        {
            float[] again = new float[4 * count];
            Assert.Equal(value, loss.Evaluate(p, t, again, threads: threads));
            Assert.Equal(gradient, again);
        }

        float[] inPlace = [.. p];
        Assert.Equal(value, loss.Evaluate(inPlace, t, inPlace));
        Assert.Equal(gradient, inPlace);

        // A box has its value wherever it stands, also in what is left of a vector.
        loss.EvaluateEach(p, t, values);
        float[] one = new float[1], slopes = new float[4];
        foreach (int i in new[] { 0, 15, 16, 2047, 2048, 8999, 9000 })
        {
            loss.EvaluateEach(p.AsSpan(4 * i, 4), t.AsSpan(4 * i, 4), one, slopes);
            Assert.Equal(values[i], one[0]);
            Assert.Equal(gradient[4 * i + 1] * (double)count, slopes[1], 2e-6 * Math.Max(1, Math.Abs(slopes[1])));
        }
    }

    [Theory]
    [MemberData(nameof(Specs))]
    public void Reductions_and_weights_are_those_of_the_values(string spec)
    {
        const int count = 37;
        BoxLoss loss = BoxLoss.Parse(spec);
        (double[] p, double[] t) = BoxSamples.Pairs(count, seed: 24);
        double[] weights = [.. Enumerable.Range(0, count).Select(i => i % 5 / 2.0)], values = new double[count], each = new double[4 * count];
        loss.EvaluateEach(p, t, values, each);
        double[] weighted = new double[count], weightedEach = new double[4 * count];
        loss.EvaluateEach(p, t, weighted, weightedEach, weights: weights);
        for (int i = 0; i < count; i++) Assert.Equal(weights[i] * values[i], weighted[i], 1e-12);
        for (int i = 0; i < 4 * count; i++) Assert.Equal(weights[i / 4] * each[i], weightedEach[i], 1e-9);

        double sum = weighted.Sum(), total = weights.Sum();
        Check(loss, sum / total, 1 / total);
        Check(loss with { MeanOver = BoxMean.Boxes }, sum / count, 1.0 / count);
        Check(loss with { Reduction = Reduction.Sum }, sum, 1);
        Assert.Equal(values.Average(), loss.Evaluate(p, t), 1e-12 * Math.Max(1, values.Average()));

        void Check(BoxLoss reduced, double expected, double factor)
        {
            double[] gradient = new double[4 * count];
            Assert.Equal(expected, reduced.Evaluate(p, t, gradient, weights: weights), 1e-12 * Math.Max(1, expected));
            for (int i = 0; i < 4 * count; i++) Assert.Equal(factor * weightedEach[i], gradient[i], 1e-12 * Math.Max(1, Math.Abs(factor * weightedEach[i])));
        }
    }

    [Theory]
    [MemberData(nameof(Specs))]
    public void Nothing_is_allocated_once_warm(string spec)
    {
        BoxLoss loss = BoxLoss.Parse(spec);
        (double[] predictions, double[] targets) = BoxSamples.Pairs(5000, seed: 25);
        float[] p = predictions.Single(), t = targets.Single(), gradient = new float[20000];
        long least = long.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            loss.Evaluate(p, t, gradient, threads: 1);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public void No_boxes_or_no_weight_cost_nothing()
    {
        double[] gradient = [1, 1, 1, 1];
        Assert.Equal(0, new CompleteIoULoss().Evaluate(ReadOnlySpan<double>.Empty, []));
        Assert.Equal(0, new CompleteIoULoss().Evaluate([0, 0, 1, 1], [2, 2, 3, 3], gradient, weights: [0.0]));
        Assert.Equal([0, 0, 0, 0], gradient);
    }

    [Fact]
    public void The_mean_that_wise_IoU_compares_with_follows_the_batches()
    {
        WiseIoULoss loss = new WiseIoULoss().Follow(0.5, momentum: 0.1).Follow(0.25, momentum: 0.2);
        Assert.Equal(0.8 * (0.9 + 0.05) + 0.2 * 0.25, loss.MeanIoULoss, 1e-15);
        Assert.Throws<ArgumentOutOfRangeException>(() => loss.Follow(1.5, 0.1));
    }

    [Theory]
    [InlineData(BoxFormat.Corners, "prediction 20 is [3, 0, 2, 1] (left, top, right, bottom): its right side is left of its left side")]
    [InlineData(BoxFormat.LeftTopSize, "target 2 is [0, 0, 1, -1] (left, top, width, height): its height is negative")]
    [InlineData(BoxFormat.CenterSize, "prediction 20 is [3, 0, -2, 1] (center x, center y, width, height): its width is negative")]
    public void A_box_that_is_inside_out_is_named(BoxFormat format, string message)
    {
        float[] p = new float[100], t = new float[100];
        if (format == BoxFormat.LeftTopSize) (t[10], t[11]) = (1, -1);
        else (p[80], p[82], p[83]) = (3, format == BoxFormat.Corners ? 2 : -2, 1);
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => new IoULoss().Evaluate(p, t, format: format)).Message);
        if (format != BoxFormat.Corners) return;
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => new IoULoss().Evaluate(p, t, p)).Message);
        Assert.True(new SmoothL1Loss().Evaluate(p, t) > 0);
    }

    [Theory]
    [InlineData(double.NaN, "NaN is not finite")]
    [InlineData(double.PositiveInfinity, "Infinity is not finite")]
    [InlineData(1e30, "numbers are at most 1.25E+17 in magnitude")]
    public void A_number_that_cannot_be_is_named(double number, string message)
    {
        foreach (BoxLoss loss in new BoxLoss[] { new CompleteIoULoss(), new SmoothL1Loss() })
            foreach (int count in new[] { 3, 16, 40 })
            {
                float[] p = new float[4 * count], t = new float[4 * count];
                t[4 * count - 2] = (float)number;
                string actual = Assert.Throws<ArgumentException>(() => loss.Evaluate(p, t)).Message;
                Assert.Contains($"target {count - 1} is [0, 0, ", actual);
                Assert.Contains(message, actual);
            }
    }

    [Fact]
    public void Lengths_and_weights_that_do_not_fit_are_told()
    {
        IoULoss loss = new();
        Assert.Contains("5 numbers; a box has 4", Message(() => loss.Evaluate(new float[5], new float[5])));
        Assert.Contains("8 numbers of predictions and 4 of targets", Message(() => loss.Evaluate(new float[8], new float[4])));
        Assert.Contains("room for 4 numbers; the predictions are 8", Message(() => loss.Evaluate(new float[8], new float[8], new float[4])));
        Assert.Contains("3 weights for 2 boxes", Message(() => loss.Evaluate(new float[8], new float[8], weights: new float[3])));
        Assert.Contains("weight of box 1 is -1", Message(() => loss.Evaluate(new float[8], new float[8], weights: [0, -1])));
        Assert.Contains("weight of box 0 is NaN", Message(() => loss.Evaluate(new double[8], new double[8], weights: [double.NaN, 1])));
        Assert.Contains("room for 1 numbers; there are 2 boxes", Message(() => loss.EvaluateEach(new float[8], new float[8], new float[1])));
        Assert.Throws<InvalidOperationException>(() => (loss with { Reduction = Reduction.None }).Evaluate(new float[8], new float[8]));

        static string Message(Action action) => Assert.Throws<ArgumentException>(action).Message;
    }
}
