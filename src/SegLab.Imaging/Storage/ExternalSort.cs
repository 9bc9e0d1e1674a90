namespace SegLab.Imaging.Storage;

/// <summary>
/// Sorts any number of values: as many as fit into memory at a time are sorted and written to a temporary file, and these runs are merged as
/// one goes through them. Values that compare as equal may come in any order. For one thread.
/// </summary>
/// <param name="format">How values are written.</param>
/// <param name="order">Which comes first.</param>
/// <param name="inMemory">How many values are in memory at a time.</param>
sealed class ExternalSort<T>(IRecordFormat<T> format, IComparer<T> order, int inMemory)
{
    // Runs are read together, so that each has a small window.
    const int Window = 1 << 12;

    readonly RecordFile<T> records = new(format);
    readonly List<(long Begin, long End)> runs = [];
    readonly List<T> last = [];

    /// <summary>Adds a value.</summary>
    /// <exception cref="IOException">The temporary file cannot be written.</exception>
    public void Add(T value)
    {
        if (last.Count == inMemory) Save();
        last.Add(value);
    }

    /// <summary>All values in order.</summary>
    public IEnumerable<T> InOrder()
    {
        last.Sort(order);
        if (runs.Count == 0) return last;
        IEnumerable<T>[] all = [.. runs.Select(Run), last];
        return Merge(all);
    }

    void Save()
    {
        last.Sort(order);
        long begin = records.Length;
        foreach (T value in last) records.Add(value);
        runs.Add((begin, records.Length));
        last.Clear();
    }

    IEnumerable<T> Run((long Begin, long End) run)
    {
        var reader = new RecordFile<T>.Reader(records, Window);
        for (long place = run.Begin; place < run.End;)
        {
            (T value, place) = reader.Read(place);
            yield return value;
        }
    }

    IEnumerable<T> Merge(IEnumerable<T>[] all)
    {
        var heads = new PriorityQueue<IEnumerator<T>, T>(all.Length, order);
        foreach (IEnumerable<T> run in all) Queue(run.GetEnumerator());
        while (heads.TryDequeue(out IEnumerator<T>? run, out T? value))
        {
            yield return value;
            Queue(run);
        }

        void Queue(IEnumerator<T> run)
        {
            if (run.MoveNext()) heads.Enqueue(run, run.Current);
        }
    }
}
