namespace SegLab.Losses;

/// <summary>Classes as the leaves of a tree.</summary>
static class ClassHierarchy
{
    /// <inheritdoc cref="ClassDistances.FromHierarchy"/>
    public static ClassDistances Measure(IEnumerable<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var paths = new List<string[]>();
        int line = 0;
        foreach (string text in lines)
        {
            line++;
            if (string.IsNullOrWhiteSpace(text)) continue;
            string[] path = text.Split('/', StringSplitOptions.TrimEntries);
            if (path.Contains(""))
                throw new FormatException($"Line {line}, '{text}', has an empty part: a class is a path such as vehicle/car.");
            if (paths.Exists(path.SequenceEqual)) throw new FormatException($"Line {line}, '{text}', names a class that comes before.");
            paths.Add(path);
        }

        if (paths.Count < 2) throw new FormatException($"A hierarchy needs two classes at least, a line each, not {paths.Count}.");
        float largest = paths.Max(from => paths.Max(to => Edges(from, to)));
        return new ClassDistances([.. paths.Select(from => paths.Select(to => Edges(from, to) / largest).ToArray())]);
    }

    static int Edges(string[] from, string[] to)
    {
        int common = from.Zip(to).TakeWhile(parts => parts.First == parts.Second).Count();
        return from.Length + to.Length - 2 * common;
    }
}
