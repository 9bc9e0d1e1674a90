using SegLab.Metrics;

namespace SegLab.Tests.Metrics;

[Trait("Category", "Numeric")]
public sealed class ThresholdSweepTests
{
    [Fact]
    public void Each_threshold_is_a_confusion_matrix_of_its_own()
    {
        (float[] probabilities, byte[] truth) = Map(1);
        var sweep = new ThresholdSweep();
        sweep.Add<float, byte>(probabilities, truth, ignoreLabel: 255);
        ConfusionMatrix[] matrices = sweep.ByThreshold();
        Assert.Equal(10, matrices.Length);
        for (int k = 0; k < matrices.Length; k++)
        {
            var expected = new ConfusionMatrix(2);
            expected.AddProbabilities<byte>(probabilities, truth, (float)sweep.Thresholds[k], ignoreLabel: 255);
            Assert.Equal(expected.Counts.ToArray(), matrices[k].Counts.ToArray());
        }
    }

    [Fact]
    public void A_float_probability_of_the_threshold_is_not_above_it()
    {
        var sweep = new ThresholdSweep([0.55]);
        sweep.Add<float, byte>([0.55f], [1]);
        Assert.Equal(0, sweep.ByThreshold()[0][1, 1]);
    }

    [Fact]
    public void Maps_merge_in_any_order_and_come_back_from_counts()
    {
        ThresholdSweep whole = new(), first = new(), second = new();
        for (int seed = 0; seed < 6; seed++)
        {
            (float[] probabilities, byte[] truth) = Map(seed);
            whole.Add<float, byte>(probabilities, truth, 255);
            (seed % 2 == 0 ? first : second).Add<float, byte>(probabilities, truth, 255);
        }

        second.Merge(first);
        Assert.Equal(whole.MeanIoU, second.MeanIoU);
        Assert.Equal(whole.MeanIoU, ThresholdSweep.FromCounts(whole.Thresholds, whole.Background, whole.Foreground).MeanIoU);
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new ThresholdSweep([0.6, 0.5]));
        Assert.Throws<ArgumentException>(() => new ThresholdSweep([]));
        Assert.Contains("pixel 1", Assert.Throws<ArgumentException>(() => new ThresholdSweep().Add<float, byte>([0, float.NaN], [0, 0])).Message, StringComparison.Ordinal);
        Assert.Contains("label 2", Assert.Throws<ArgumentException>(() => new ThresholdSweep().Add<float, byte>([0], [2])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ThresholdSweep().Merge(new([0.5])));
    }

    static (float[] Probabilities, byte[] Truth) Map(int seed)
    {
        var random = new Random(seed);
        return ([.. Enumerable.Range(0, 500).Select(_ => random.Next(21) / 20f)], [.. Enumerable.Range(0, 500).Select(_ => random.Next(5) switch { 0 => (byte)255, 1 or 2 => (byte)1, _ => (byte)0 })]);
    }
}
