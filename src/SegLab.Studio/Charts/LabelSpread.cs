namespace SegLab.Studio.Charts;

/// <summary>Moves labels apart that would cover each other.</summary>
static class LabelSpread
{
    /// <summary>Places near the wanted ones, in their order, at least <paramref name="gap"/> apart within the bounds.</summary>
    /// <remarks>Where they cannot all fit, they lie evenly and closer.</remarks>
    public static double[] Place(IReadOnlyList<double> wanted, double gap, double top, double bottom)
    {
        int[] order = [.. Enumerable.Range(0, wanted.Count).OrderBy(i => wanted[i])];
        double[] places = [.. wanted];
        if (order.Length > 1) gap = Math.Min(gap, (bottom - top) / (order.Length - 1));
        double next = top;
        foreach (int i in order) next = (places[i] = Math.Max(places[i], next)) + gap;
        next = bottom;
        foreach (int i in order.Reverse()) next = (places[i] = Math.Min(places[i], next)) - gap;
        return places;
    }
}
