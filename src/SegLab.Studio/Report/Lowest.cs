namespace SegLab.Studio.Report;

/// <summary>Picks the few lowest of many values without holding the others.</summary>
static class Lowest
{
    /// <summary>Those with the lowest keys, ascending; of equal ones those that come first.</summary>
    public static IReadOnlyList<T> Of<T>(IEnumerable<T> all, Func<T, double> key, int most)
    {
        // The one to give way is in front: that with the highest key, of equal ones the last.
        var kept = new PriorityQueue<T, (double Key, int Place)>(Comparer<(double, int)>.Create((x, y) => y.CompareTo(x)));
        foreach ((int place, T value) in all.Index())
        {
            if (kept.Count < most) kept.Enqueue(value, (key(value), place));
            else kept.EnqueueDequeue(value, (key(value), place));
        }

        var ascending = new T[kept.Count];
        for (int i = ascending.Length - 1; i >= 0; i--) ascending[i] = kept.Dequeue();
        return ascending;
    }
}
