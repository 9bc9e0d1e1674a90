namespace SegLab.Training.Layers;

/// <summary>
/// Linear interpolation along one axis from <c>from</c> to <c>to</c> samples, with the samples' cells, not their centres, aligned at the
/// ends (PyTorch's <c>align_corners=False</c>): both directions of the map as tables.
/// </summary>
sealed class BilinearAxis
{
    /// <param name="from">Samples there are.</param>
    /// <param name="to">Samples wanted; not fewer.</param>
    public BilinearAxis(int from, int to)
    {
        (Lower, Upper, Fraction) = (new int[to], new int[to], new float[to]);
        FirstReader = new int[from + 1];
        var readers = new List<(int Reader, float Weight)>[from];
        for (int i = 0; i < from; i++) readers[i] = [];
        double step = (double)from / to;
        for (int i = 0; i < to; i++)
        {
            double position = Math.Max((i + 0.5) * step - 0.5, 0);
            int lower = Math.Min((int)position, from - 1);
            int upper = Math.Min(lower + 1, from - 1);
            float fraction = (float)(position - lower);
            (Lower[i], Upper[i], Fraction[i]) = (lower, upper, fraction);
            readers[lower].Add((i, lower == upper ? 1 : 1 - fraction));
            if (lower != upper) readers[upper].Add((i, fraction));
        }

        for (int i = 0; i < from; i++) FirstReader[i + 1] = FirstReader[i] + readers[i].Count;
        Readers = [.. readers.SelectMany(list => list).Select(entry => entry.Reader)];
        Weights = [.. readers.SelectMany(list => list).Select(entry => entry.Weight)];
    }

    /// <summary>The sample at or before each wanted one.</summary>
    public int[] Lower { get; }

    /// <summary>The sample behind it.</summary>
    public int[] Upper { get; }

    /// <summary>How much the sample behind weighs.</summary>
    public float[] Fraction { get; }

    /// <summary>Where in <see cref="Readers"/> a sample's list begins; it ends where the next begins.</summary>
    public int[] FirstReader { get; }

    /// <summary>The wanted samples that each sample goes into.</summary>
    public int[] Readers { get; }

    /// <summary>How much it weighs there.</summary>
    public float[] Weights { get; }
}
