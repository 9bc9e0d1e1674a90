using SegLab.Losses;
using SegLab.Losses.Kernels;
using SegLab.Losses.Ranked;
using SegLab.Tests.Reference;

namespace SegLab.Tests.Losses.Ranked;

/// <summary>Against the paper's algorithm in double precision, and in the cases where the answer is known.</summary>
[Trait("Category", "Numeric")]
public sealed class LovaszTermTests
{
    public static TheoryData<int, int, int, int> Shapes() => new()
    {
        { 1, 1, 1, 1 }, { 1, 1, 1, 2 }, { 2, 1, 3, 5 }, { 2, 3, 7, 9 }, { 3, 4, 16, 16 }, { 1, 2, 31, 33 }, { 2, 5, 61, 67 }, { 1, 3, 257, 255 }, { 2, 2, 300, 311 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Random_planes_agree_with_the_paper(int images, int channels, int height, int width)
    {
        var random = new Random(images * 1000 + width);
        foreach (Aggregate aggregate in Enum.GetValues<Aggregate>())
            foreach (bool presentOnly in new[] { true, false })
                foreach (Reduction reduction in new[] { Reduction.Mean, Reduction.Sum })
                {
                    Planes planes = Planes.Draw(random, images, channels, ignored: 0.1, extents: [height, width]);
                    Agrees(new LovaszTerm { Aggregate = aggregate, PresentOnly = presentOnly, Reduction = reduction, Factor = 0.7 }, planes);
                }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Equal_errors_are_ranked_by_the_index_of_their_pixels(int images, int channels, int height, int width)
    {
        var random = new Random(width);
        foreach (int levels in new[] { 1, 2, 7, 100 })
            Agrees(new LovaszTerm(), Planes.Draw(random, images, channels, levels, ignored: 0.1, extents: [height, width]));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Hinge_errors_below_0_have_no_slope(int images, int channels, int height, int width)
    {
        Planes planes = Planes.Draw(new Random(width), images, channels, ignored: 0.1, extents: [height, width]);
        for (int i = 0; i < planes.Predictions.Length; i++) planes.Predictions[i] = (planes.Predictions[i] - 0.5f) * 40;
        foreach (Aggregate aggregate in Enum.GetValues<Aggregate>())
            Agrees(new LovaszTerm { Errors = LovaszErrors.Hinge, Aggregate = aggregate, PresentOnly = false }, planes);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void With_pixel_weights_the_counts_are_sums_of_weights(int images, int channels, int height, int width)
    {
        var random = new Random(width);
        Planes drawn = Planes.Draw(random, images, channels, 1000, ignored: 0.1, extents: [height, width]);
        var planes = new Planes(images, channels, height, width)
        {
            Predictions = drawn.Predictions,
            Labels = drawn.Labels,
            Weights = [.. drawn.Labels.Select(_ => random.Next(4) == 0 ? 0 : (float)(3 * random.NextDouble()))],
        };
        Agrees(new LovaszTerm { Aggregate = Aggregate.PerImage }, planes);
        Agrees(new LovaszTerm { PresentOnly = false }, planes);
    }

    [Fact]
    public void Weights_of_1_change_nothing()
    {
        Planes planes = Planes.Draw(new Random(4), 2, 3, ignored: 0.1, extents: [50, 60]);
        var weighted = new Planes(2, 3, 50, 60) { Predictions = planes.Predictions, Labels = planes.Labels, Weights = [.. planes.Labels.Select(_ => 1f)] };
        Assert.Equal(planes.Resolve(new LovaszTerm()), weighted.Resolve(new LovaszTerm()), 1e-6);
        for (int i = 0; i < planes.Slopes.Length; i++) Assert.Equal(planes.Slopes[i], weighted.Slopes[i], 1e-9);
    }

    [Fact]
    public void Probabilities_over_many_orders_of_magnitude_agree_with_the_paper()
    {
        var random = new Random(5);
        Planes planes = Planes.Draw(random, 2, 3, extents: [181, 191]);
        for (int i = 0; i < planes.Predictions.Length; i++)
        {
            float error = MathF.Exp(-25 * random.NextSingle());
            planes.Predictions[i] = planes.Target(i / planes.Pixels / 3, i / planes.Pixels % 3, i % planes.Pixels) == 1 ? 1 - error : error;
        }

        Agrees(new LovaszTerm(), planes);
        Agrees(new LovaszTerm { Aggregate = Aggregate.PerImage }, planes);
    }

    [Fact]
    public void Errors_that_all_lie_close_together_agree_with_the_paper()
    {
        Planes planes = Planes.Draw(new Random(6), 1, 2, levels: 5000, extents: [200, 211]);
        for (int i = 0; i < planes.Predictions.Length; i++) planes.Predictions[i] = 0.5f + planes.Predictions[i] * 1e-3f;
        Agrees(new LovaszTerm(), planes);
    }

    [Fact]
    public void Chosen_classes_have_their_weights_in_order()
    {
        Planes planes = Planes.Draw(new Random(7), 2, 4, ignored: 0.1, extents: [40, 41]);
        var term = new LovaszTerm { Selection = new([1, 3], true), ClassWeights = [0.5f, 2] };
        Agrees(term, planes);
        Assert.All(Enumerable.Range(0, planes.Slopes.Length).Where(i => i / planes.Pixels % 4 is 0 or 2), i => Assert.Equal(0, planes.Slopes[i]));
    }

    [Fact]
    public void One_hot_targets_give_the_same_as_labels()
    {
        Planes labels = Planes.Draw(new Random(8), 2, 3, ignored: 0.1, extents: [33, 35]);
        var soft = new float[labels.Predictions.Length];
        for (int i = 0; i < soft.Length; i++) soft[i] = (float)labels.Target(i / labels.Pixels / 3, i / labels.Pixels % 3, i % labels.Pixels);
        var oneHot = new Planes(2, 3, 33, 35) { Predictions = labels.Predictions, Labels = [.. labels.Labels.Select(label => Math.Min(label, 0))], Soft = soft };
        Assert.Equal(labels.Resolve(new LovaszTerm()), oneHot.Resolve(new LovaszTerm()));
        Assert.Equal(labels.Slopes, oneHot.Slopes);
    }

    [Fact]
    public void A_soft_target_is_refused_and_its_place_is_named()
    {
        var planes = new Planes(1, 2, 3) { Predictions = new float[6], Labels = [0, Tile.NoLabel, 0], Soft = [1, 0.5f, 0, 0, 0.5f, 0.25f] };
        ArgumentException thrown = Assert.Throws<ArgumentException>(() => planes.Resolve(new LovaszTerm()));
        Assert.Contains("0.25 at image 0, channel 1, pixel 2", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("needs a label map or a one-hot target", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_pixel_of_the_class_only_the_worst_pixel_has_a_slope()
    {
        var planes = new Planes(1, 1, 4) { Predictions = [0.25f, 0.75f, 0.5f, 0.75f], Labels = [0, 0, 0, 0] };
        Assert.Equal(0.75, planes.Resolve(new LovaszTerm { PresentOnly = false }));
        Assert.Equal([0, 1, 0, 0], planes.Slopes);
        Assert.Equal(0, planes.Resolve(new LovaszTerm()));
        Assert.Equal([0, 0, 0, 0], planes.Slopes);
    }

    [Fact]
    public void With_the_class_everywhere_the_loss_is_the_mean_error()
    {
        var planes = new Planes(1, 1, 4) { Predictions = [0.25f, 0.75f, 0.5f, 1], Labels = [1, 1, 1, 1] };
        Assert.Equal((0.75 + 0.25 + 0.5) / 4, planes.Resolve(new LovaszTerm()));
        Assert.Equal([-0.25f, -0.25f, -0.25f, 0], planes.Slopes);
    }

    [Fact]
    public void Hard_predictions_give_1_minus_the_jaccard_score()
    {
        var planes = new Planes(1, 1, 8) { Predictions = [1, 1, 1, 0, 0, 0, 1, 0], Labels = [1, 1, 0, 1, 0, 0, 1, 0] };
        Assert.Equal(1 - 3.0 / 5, planes.Resolve(new LovaszTerm()), 1e-7);
    }

    [Fact]
    public void An_image_without_pixels_that_count_is_0_and_counts_in_the_mean()
    {
        var planes = new Planes(2, 1, 2) { Predictions = [0.5f, 0.25f, 0.5f, 0.5f], Labels = [1, 0, Tile.NoLabel, Tile.NoLabel] };
        var alone = new Planes(1, 1, 2) { Predictions = [0.5f, 0.25f], Labels = [1, 0] };
        foreach (bool presentOnly in new[] { true, false })
        {
            var term = new LovaszTerm { Aggregate = Aggregate.PerImage, PresentOnly = presentOnly };
            Assert.Equal(alone.Resolve(term) / 2, planes.Resolve(term), 1e-7);
            Assert.Equal([0, 0], planes.Slopes[2..]);
        }
    }

    [Fact]
    public void Values_that_are_not_reduced_are_those_of_each_image_and_class()
    {
        Planes drawn = Planes.Draw(new Random(9), 2, 3, extents: [20, 21]);
        var planes = new Planes(2, 3, 20, 21) { Predictions = drawn.Predictions, Labels = drawn.Labels, Map = new float[4] };
        int[] classes = [0, 2];
        planes.Resolve(new LovaszTerm { Selection = new(classes, true), Aggregate = Aggregate.PerImage, Reduction = Reduction.None });
        for (int image = 0; image < 2; image++)
            for (int k = 0; k < 2; k++)
            {
                int pixels = planes.Pixels, first = image * pixels;
                var alone = new Planes(1, 3, 20, 21) { Predictions = planes.Predictions[(3 * first)..(3 * (first + pixels))], Labels = planes.Labels[first..(first + pixels)] };
                Assert.Equal((float)alone.Resolve(new LovaszTerm { Selection = new([classes[k]], true) }), planes.Map[image * 2 + k]);
            }
    }

    [Fact]
    public void Value_and_slopes_are_the_same_bits_for_any_number_of_threads()
    {
        foreach (int levels in new[] { 1 << 24, 50 })
        {
            Planes planes = Planes.Draw(new Random(10), 2, 1, levels, ignored: 0.1, extents: [410, 420]);
            foreach (Aggregate aggregate in Enum.GetValues<Aggregate>())
            {
                double expected = planes.Resolve(new LovaszTerm { Aggregate = aggregate }, threads: 1);
                float[] slopes = planes.Slopes;
                foreach (int threads in new[] { 2, 3, 8 })
                {
                    Assert.Equal(expected, planes.Resolve(new LovaszTerm { Aggregate = aggregate }, threads));
                    Assert.Equal(slopes, planes.Slopes);
                    Assert.Equal(expected, planes.Resolve(new LovaszTerm { Aggregate = aggregate }, threads, slopes: false));
                }
            }
        }
    }

    [Fact]
    public void Nothing_is_allocated_after_the_first_call_and_terms_can_be_used_for_other_shapes()
    {
        var term = new LovaszTerm();
        Planes large = Planes.Draw(new Random(11), 2, 3, extents: [100, 100]), small = Planes.Draw(new Random(12), 1, 2, extents: [9, 9]);
        double expected = large.Resolve(term);
        Agrees(term, small);
        Assert.Equal(expected, large.Resolve(term));
        long before = GC.GetAllocatedBytesForCurrentThread();
        large.Resolve(term, threads: 1, slopes: false);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100);
    }

    static void Agrees(LovaszTerm term, Planes planes)
    {
        (double value, double[] slopes) = LovaszReference.Of(term, planes);
        Assert.Equal(value, planes.Resolve(term), 1e-6 * Math.Max(1, Math.Abs(value)));
        double largest = Math.Max(slopes.Max(Math.Abs), 1e-30);
        for (int i = 0; i < slopes.Length; i++)
            if (!(Math.Abs(slopes[i] - planes.Slopes[i]) <= 1e-6 * largest)) Assert.Fail($"slope {i} is {planes.Slopes[i]:R}, expected {slopes[i]:R}; largest {largest:R}");
    }
}
