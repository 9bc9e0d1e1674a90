using SegLab.Metrics;

namespace SegLab.Tests.Metrics;

[Trait("Category", "Numeric")]
public sealed class CalibrationErrorTests
{
    [Fact]
    public void The_textbook_example_with_zero_and_one()
    {
        // Gaps 0, 1/2 and 0.475 of 1, 1 and 2 pixels of 4: 0.3625. Bins that lose 0 or 1 give 0.3875 or 0.4833.
        var errors = new CalibrationError(2, bins: 10);
        errors.AddBinary<double, byte>([0, 0.5, 0.95, 1], [0, 1, 1, 0]);
        Assert.Equal(0.3625, errors.ByClass[1].ExpectedError, 1e-15);
        Assert.True(double.IsPositiveInfinity(errors.NegativeLogLikelihood));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(15)]
    [InlineData(49)]
    public void An_edge_of_bins_belongs_where_it_is_said_to_however_it_is_rounded(int bins)
    {
        for (int k = 1; k < bins; k++)
        {
            CalibrationBins left = new(bins), right = new(bins, BinEdge.Right);
            left.Add((double)k / bins, true);
            right.Add((double)k / bins, true);
            Assert.Equal(1, left.Bins[k].Count);
            Assert.Equal(1, right.Bins[k - 1].Count);
        }
    }

    [Fact]
    public void Sums_are_the_same_bits_in_any_order_and_come_back_from_their_state()
    {
        CalibrationError whole = new(3), first = new(3), second = new(3);
        for (int seed = 0; seed < 8; seed++)
        {
            (double[] probabilities, int[] truth) = Map(seed);
            whole.Add<double, int>(probabilities, truth, 255);
            (probabilities, truth) = Map(7 - seed);
            (seed % 3 == 0 ? first : second).Add<double, int>(probabilities, truth, 255);
        }

        second.Merge(first);
        foreach (CalibrationError other in new[] { second, CalibrationError.FromBins(whole.TopLabel, whole.ByClass, whole.Sums) })
        {
            Assert.Equal(whole.TopLabel.Bins.ToArray(), other.TopLabel.Bins.ToArray());
            Assert.Equal(whole.ClassWiseError, other.ClassWiseError);
            Assert.Equal(whole.BrierScore, other.BrierScore);
            Assert.Equal(whole.NegativeLogLikelihood, other.NegativeLogLikelihood);
        }
    }

    [Fact]
    public void Errors_are_those_of_the_definition()
    {
        (double[] p, int[] truth) = Map(3);
        int pixels = truth.Length;
        var errors = new CalibrationError(3, bins: 12);
        errors.Add<double, int>(p, truth, ignoreLabel: 255);
        int[] counted = [.. Enumerable.Range(0, pixels).Where(i => truth[i] != 255)];
        double Expected(Func<int, double> confidence, Func<int, bool> correct) => counted.GroupBy(i => Math.Min(11, Math.Floor(confidence(i) * 12)))
            .Sum(bin => Math.Abs(bin.Sum(confidence) - bin.Count(correct))) / counted.Length;
        for (int label = 0; label < 3; label++) Assert.Equal(Expected(i => p[label * pixels + i], i => truth[i] == label), errors.ByClass[label].ExpectedError, 1e-12);
        int Top(int i) => Enumerable.Range(0, 3).MaxBy(label => p[label * pixels + i]);
        Assert.Equal(Expected(i => p[Top(i) * pixels + i], i => truth[i] == Top(i)), errors.TopLabel.ExpectedError, 1e-12);
        Assert.Equal(counted.Average(i => -Math.Log(p[truth[i] * pixels + i])), errors.NegativeLogLikelihood, 1e-12);
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        Assert.Contains("pixel 1", Assert.Throws<ArgumentException>(() => new CalibrationError(2).AddBinary<float, byte>([0, 1.5f], [0, 0])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new CalibrationError(2).AddBinary<float, byte>([float.NaN], [0]));
        Assert.Throws<ArgumentException>(() => new CalibrationError(2).AddBinary<float, byte>([0.5f], [2]));
        Assert.Throws<InvalidOperationException>(() => new CalibrationError(3).AddBinary<float, byte>([0.5f], [0]));
        Assert.Throws<ArgumentException>(() => new CalibrationError(2).Merge(new(2, bins: 10)));
        Assert.True(double.IsNaN(new CalibrationError(2).TopLabel.ExpectedError));
    }

    static (double[] Probabilities, int[] Truth) Map(int seed)
    {
        var random = new Random(seed);
        const int Pixels = 200;
        var probabilities = new double[3 * Pixels];
        for (int i = 0; i < Pixels; i++)
        {
            double[] weights = [random.NextDouble(), random.NextDouble(), random.NextDouble()];
            for (int label = 0; label < 3; label++) probabilities[label * Pixels + i] = weights[label] / weights.Sum();
        }

        return (probabilities, [.. Enumerable.Range(0, Pixels).Select(_ => random.Next(4) is 3 ? 255 : random.Next(3))]);
    }
}
