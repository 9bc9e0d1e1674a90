using SegLab.Losses;

namespace SegLab.Tests.Losses;

/// <summary>Class weights from counts, against figures worked out by hand.</summary>
public sealed class ClassWeightsTests
{
    // 64 pixels in all; the third class has none.
    static readonly double[] counts = [48, 12, 0, 4];

    [Fact]
    public void Inverse_frequency_is_all_pixels_over_those_of_the_class() =>
        Assert.Equal([64f / 48, 64f / 12, 0, 16], ClassWeights.InverseFrequency(counts));

    [Fact]
    public void Median_frequency_is_the_median_count_of_present_classes_over_the_own() => Assert.Equal([0.25f, 1, 0, 3], ClassWeights.MedianFrequency(counts));

    [Fact]
    public void The_square_root_is_that_of_inverse_frequency() =>
        Assert.Equal([(float)Math.Sqrt(64.0 / 48), (float)Math.Sqrt(64.0 / 12), 0, 4], ClassWeights.InverseSquareRootFrequency(counts));

    [Fact]
    public void The_inverse_logarithm_is_enets()
    {
        ClassWeights weights = ClassWeights.InverseLogFrequency(counts);
        Assert.Equal(1 / Math.Log(1.77), weights[0], 1e-5);
        Assert.Equal(1 / Math.Log(1.0825), weights[3], 1e-4);
        Assert.Equal(0, weights[2]);
        Assert.Equal(50.5, ClassWeights.InverseLogFrequency([1e12, 1])[1], 0.01);
        Assert.Equal(1 / Math.Log(2.75), ClassWeights.InverseLogFrequency(counts, offset: 2)[0], 1e-5);
    }

    [Fact]
    public void The_effective_number_is_a_geometric_sum()
    {
        // (1 - b^n) / (1 - b) = 1 + b + ... + b^(n-1).
        ClassWeights weights = ClassWeights.EffectiveNumber([1, 2, 0, 3], beta: 0.5);
        Assert.Equal([1, 1 / 1.5f, 0, 1 / 1.75f], weights);
        Assert.Equal([1, 1, 0, 1], ClassWeights.EffectiveNumber(counts, beta: 0));
    }

    [Fact]
    public void The_effective_number_of_a_small_part_is_its_count()
    {
        ClassWeights weights = ClassWeights.EffectiveNumber([1e9, 1000, 10]);
        Assert.Equal(1e-3, weights[1], 1e-8);
        Assert.Equal(1e-1, weights[2], 1e-6);
        Assert.Equal(1 / (1e9 * (1 - Math.Exp(-1))), weights[0], 1e-14);
    }

    [Fact]
    public void Shares_weigh_as_counts_do()
    {
        double[] shares = [.. counts.Select(count => count / 64)];
        foreach (ClassWeighting weighting in Enum.GetValues<ClassWeighting>().Where(weighting => weighting != ClassWeighting.EffectiveNumber))
            Assert.Equal(ClassWeights.From(weighting, counts), ClassWeights.From(weighting, shares));
    }

    [Fact]
    public void Every_weighting_lets_rare_classes_weigh_more_and_absent_ones_nothing()
    {
        foreach (ClassWeighting weighting in Enum.GetValues<ClassWeighting>())
        {
            ClassWeights weights = ClassWeights.From(weighting, counts);
            Assert.True(weights[0] < weights[1] && weights[1] < weights[3], $"{weighting}: {weights}");
            Assert.Equal(0, weights[2]);
        }
    }

    [Fact]
    public void Normalized_weights_sum_to_the_number_of_classes()
    {
        Assert.Equal([1, 0, 3, 0], new ClassWeights([0.5f, 0, 1.5f, 0]).Normalized());
        Assert.Throws<InvalidOperationException>(() => new ClassWeights([0, 0]).Normalized());
    }

    [Fact]
    public void Counts_that_say_nothing_are_refused()
    {
        foreach (ClassWeighting weighting in Enum.GetValues<ClassWeighting>())
        {
            Assert.Equal("No class has a pixel.", Assert.Throws<ArgumentException>(() => ClassWeights.From(weighting, [0, 0])).Message);
            Assert.StartsWith("Class 1 has -1 pixels", Assert.Throws<ArgumentException>(() => ClassWeights.From(weighting, [1, -1])).Message, StringComparison.Ordinal);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => ClassWeights.EffectiveNumber(counts, beta: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ClassWeights.InverseLogFrequency(counts, offset: 1));
    }
}
