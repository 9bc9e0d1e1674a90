namespace SegLab.Training.Tests.Layers;

/// <summary>Comparison of arrays whose numbers were summed in another order or precision.</summary>
static class Close
{
    /// <summary>Fails unless every number is within <paramref name="tolerance"/> times the largest expected magnitude.</summary>
    public static void To(IReadOnlyList<double> expected, IReadOnlyList<double> actual, double tolerance, string what = "values")
    {
        Assert.Equal(expected.Count, actual.Count);
        double scale = expected.Max(Math.Abs);
        for (int i = 0; i < expected.Count; i++)
        {
            double error = Math.Abs(expected[i] - actual[i]);
            Assert.True(error <= tolerance * scale, $"{what}[{i}]: expected {expected[i]}, got {actual[i]} (largest magnitude {scale})");
        }
    }

    public static void To(IReadOnlyList<double> expected, ReadOnlySpan<float> actual, double tolerance, string what = "values") =>
        To(expected, Doubles(actual), tolerance, what);

    public static double[] Doubles(ReadOnlySpan<float> values)
    {
        var doubles = new double[values.Length];
        for (int i = 0; i < values.Length; i++) doubles[i] = values[i];
        return doubles;
    }
}
