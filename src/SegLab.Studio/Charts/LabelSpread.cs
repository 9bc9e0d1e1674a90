namespace SegLab.Studio.Charts;

/// <summary>Moves labels apart that would cover each other.</summary>
static class LabelSpread
{
    /// <summary>The places nearest to the wanted ones (least squares), in their order, at least <paramref name="gap"/> apart within the bounds.</summary>
    /// <remarks>
    /// Less i gaps, the i-th place only has to be no smaller than the one before it: an isotonic regression, which pooling adjacent
    /// violators solves (Ayer et al., 1955). Where not all fit, they lie closer.
    /// </remarks>
    public static double[] Place(IReadOnlyList<double> wanted, double gap, double top, double bottom)
    {
        int[] order = [.. Enumerable.Range(0, wanted.Count).OrderBy(i => wanted[i])];
        if (order.Length > 1) gap = Math.Min(gap, (bottom - top) / (order.Length - 1));

        var pools = new Stack<(double Sum, int Count)>();
        for (int rank = 0; rank < order.Length; rank++)
        {
            (double Sum, int Count) pool = (wanted[order[rank]] - rank * gap, 1);
            while (pools.TryPeek(out var last) && last.Sum / last.Count >= pool.Sum / pool.Count)
            {
                pools.Pop();
                pool = (pool.Sum + last.Sum, pool.Count + last.Count);
            }
            pools.Push(pool);
        }

        double[] places = new double[order.Length];
        int next = 0;
        foreach ((double sum, int count) in pools.Reverse())
        {
            double start = Math.Clamp(sum / count, top, Math.Max(top, bottom - (order.Length - 1) * gap));
            for (int i = 0; i < count; i++, next++) places[order[next]] = start + next * gap;
        }
        return places;
    }
}
