using System.Text.Json;
using SegLab.Losses;
using SegLab.Losses.Kernels;
using SegLab.Losses.Structure;
using SegLab.Tests.Golden;
using SegLab.Tests.Reference;

namespace SegLab.Tests.Losses.Structure;

/// <summary>Against clDice written in double precision, its finite differences, and the published implementation's values.</summary>
[Trait("Category", "Numeric")]
public sealed class SoftSkeletonTermTests
{
    static readonly ChannelSelection foreground = new(null, IncludeBackground: false);

    public static TheoryData<int, int, int, nint[]> Shapes() => new()
    {
        { 1, 1, 1, [9, 11] }, { 2, 3, 3, [7, 6] }, { 1, 2, 0, [5, 5] }, { 1, 2, 2, [1, 1] }, { 1, 1, 3, [1, 20] }, { 1, 1, 3, [20, 1] }, { 1, 1, 2, [33, 35] },
        { 1, 3, 3, [4, 5, 6] }, { 1, 1, 2, [5, 3, 17] }, { 1, 1, 2, [25] },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Value_and_slopes_agree_with_the_paper_and_its_differences(int images, int channels, int iterations, nint[] extents)
    {
        foreach (Aggregate aggregate in Enum.GetValues<Aggregate>())
            foreach (Reduction reduction in new[] { Reduction.Mean, Reduction.Sum })
            {
                Planes planes = Planes.Draw(new Random(images + channels), images, channels, ignored: 0.05, extents: extents);
                Agrees(new() { Iterations = iterations, Channels = foreground, Aggregate = aggregate, Reduction = reduction, Factor = 0.7, Smooth = 0.5 }, planes);
            }
    }

    [Fact]
    public void Soft_targets_and_pixel_weights_enter_the_sums()
    {
        var random = new Random(5);
        Planes drawn = Planes.Draw(random, 2, 2, extents: [10, 9]);
        var planes = new Planes(2, 2, 10, 9)
        {
            Predictions = drawn.Predictions,
            Labels = [.. drawn.Labels.Select(_ => random.Next(9) == 0 ? Tile.NoLabel : 0)],
            Soft = [.. drawn.Predictions.Select(_ => random.NextSingle())],
            Weights = [.. drawn.Labels.Select(_ => 2 * random.NextSingle())],
        };
        Agrees(new() { Channels = new(null, IncludeBackground: true) }, planes);
        Agrees(new() { Channels = new([1], IncludeBackground: true), Aggregate = Aggregate.PerImage }, planes);
    }

    [Fact]
    public void Skeletons_that_lie_in_each_other_have_no_loss()
    {
        float[] line = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0];
        var planes = new Planes(1, 1, 3, 5) { Predictions = line, Labels = [.. line.Select(value => (int)value)] };
        Assert.Equal(0, planes.Resolve(new SoftSkeletonTerm { Channels = foreground }), 1e-12);
    }

    [Fact]
    public void Nothing_at_all_is_a_perfect_match_with_smoothing_and_the_greatest_loss_without()
    {
        var planes = new Planes(1, 1, 3, 5) { Predictions = new float[15], Labels = new int[15] };
        Assert.Equal(0, planes.Resolve(new SoftSkeletonTerm { Channels = foreground }));
        Assert.Equal(1, planes.Resolve(new SoftSkeletonTerm { Channels = foreground, Smooth = 0 }));
        Assert.All(planes.Slopes, slope => Assert.Equal(0, slope));
    }

    [Fact]
    public void Of_equal_neighbours_the_first_receives_the_slope()
    {
        // The middle stands out from the maximum of the minima around it. All of these are equal, and so are the cells that they are taken from.
        var planes = new Planes(1, 1, 3, 3) { Predictions = [0.25f, 0.25f, 0.25f, 0.25f, 0.75f, 0.25f, 0.25f, 0.25f, 0.25f], Labels = [0, 0, 0, 0, 0, 0, 0, 0, 1] };
        planes.Resolve(new SoftSkeletonTerm { Channels = foreground, Iterations = 0 });
        Assert.True(planes.Slopes[4] > 0);
        Assert.Equal(-planes.Slopes[4], planes.Slopes[0]);
        Assert.All(new[] { 1, 2, 3, 5, 6, 7 }, i => Assert.Equal(0, planes.Slopes[i]));
    }

    [Fact]
    public void Ignored_pixels_have_no_slope()
    {
        Planes planes = Planes.Draw(new Random(8), 1, 1, ignored: 0.3, extents: [20, 21]);
        planes.Resolve(new SoftSkeletonTerm { Channels = foreground });
        Assert.All(Enumerable.Range(0, planes.Pixels).Where(i => planes.Labels[i] == Tile.NoLabel), i => Assert.Equal(0, planes.Slopes[i]));
        Assert.Contains(planes.Slopes, slope => slope != 0);
    }

    [Fact]
    public void Values_that_are_not_reduced_are_those_of_the_images()
    {
        Planes drawn = Planes.Draw(new Random(9), 2, 2, extents: [12, 13]);
        var planes = new Planes(2, 2, 12, 13) { Predictions = drawn.Predictions, Labels = drawn.Labels, Map = new float[2] };
        var term = new SoftSkeletonTerm { Channels = foreground, Aggregate = Aggregate.PerImage, Reduction = Reduction.None };
        double sum = planes.Resolve(term);
        Assert.Equal(sum, planes.Map[0] + planes.Map[1], 1e-6);
        var second = new Planes(1, 2, 12, 13) { Predictions = drawn.Predictions[(2 * 156)..], Labels = drawn.Labels[156..] };
        Assert.Equal((float)second.Resolve(term), planes.Map[1]);
    }

    [Fact]
    public void Value_and_slopes_are_the_same_bits_for_any_number_of_threads_and_after_other_shapes()
    {
        var term = new SoftSkeletonTerm { Channels = foreground };
        Planes planes = Planes.Draw(new Random(10), 2, 4, levels: 30, extents: [40, 50]);
        double expected = planes.Resolve(term, threads: 1);
        float[] slopes = planes.Slopes;
        Planes.Draw(new Random(11), 1, 2, extents: [4, 5, 6]).Resolve(term);
        foreach (int threads in new[] { 2, 3, 8 })
        {
            Assert.Equal(expected, planes.Resolve(term, threads));
            Assert.Equal(slopes, planes.Slopes);
            Assert.Equal(expected, planes.Resolve(term, threads, slopes: false));
        }
    }

    [Fact]
    public void The_published_implementation_agrees()
    {
        GoldenFile file = GoldenFolders.ReadLosses(GoldenFolders.Files("losses").First(path => GoldenFolders.FamilyOf(path) == "cl_dice"));
        GoldenCase[] cases = [.. file.Cases.Where(golden => golden.Params["alpha"].ValueKind == JsonValueKind.Null)];
        Assert.Equal(5, cases.Length);
        foreach (GoldenCase golden in cases)
        {
            (int images, int channels) = (golden.Logits.Shape[0], golden.Logits.Shape[1]);
            int pixels = golden.Logits.Data.Length / images / channels;
            double[] probabilities = Softmax(golden.Logits.Data, channels, pixels);
            var planes = new Planes(images, channels, golden.Logits.Lengths[2..])
            {
                Predictions = [.. probabilities.Select(p => (float)p)],
                Labels = [.. golden.Target.Data.Select(label => (int)label)],
            };
            var term = new SoftSkeletonTerm { Channels = foreground, Iterations = golden.Params["iterations"].GetInt32(), Smooth = golden.Params["smooth"].GetDouble() };
            Assert.Equal(golden.Values[0], planes.Resolve(term), 1e-6);

            double largest = golden.Gradient.Data.Max(Math.Abs);
            for (int i = 0; i < probabilities.Length; i++)
            {
                int first = First(i, channels, pixels);
                double mean = Enumerable.Range(0, channels).Sum(k => probabilities[first + k * pixels] * planes.Slopes[first + k * pixels]);
                Assert.Equal(golden.Gradient.Data[i], probabilities[i] * (planes.Slopes[i] - mean), 1e-5 * largest);
            }
        }
    }

    static double[] Softmax(double[] logits, int channels, int pixels) =>
        [.. logits.Select((logit, i) => 1 / Enumerable.Range(0, channels).Sum(k => Math.Exp(logits[First(i, channels, pixels) + k * pixels] - logit)))];

    // The same pixel in channel 0.
    static int First(int i, int channels, int pixels) => i / pixels / channels * channels * pixels + i % pixels;

    static void Agrees(SoftSkeletonTerm term, Planes planes)
    {
        var reference = new SoftSkeletonReference(term, planes);
        Assert.Equal(reference.Loss(i => planes.Predictions[i]), planes.Resolve(term), 1e-6);

        // The probabilities are multiples of 2^-24: a step this small changes no order.
        const double step = 1e-8;
        double tolerance = 1e-5 * Math.Max(1, planes.Slopes.Max(Math.Abs));
        for (int i = 0; i < planes.Predictions.Length; i += 1 + planes.Predictions.Length / 30)
        {
            double up = reference.Loss(j => planes.Predictions[j] + (i == j ? step : 0));
            double down = reference.Loss(j => planes.Predictions[j] - (i == j ? step : 0));
            Assert.Equal((up - down) / (2 * step), planes.Slopes[i], tolerance);
        }
    }
}
