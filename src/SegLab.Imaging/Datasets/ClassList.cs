namespace SegLab.Imaging.Datasets;

/// <summary>The names of a dataset's classes: from a file, or from the labels that its masks hold.</summary>
static class ClassList
{
    /// <summary>Reads a name a line; empty lines at the end do not count.</summary>
    /// <exception cref="DatasetException">The file is missing, has no name, an empty line between names, or a name twice.</exception>
    public static string[] Read(string path)
    {
        if (!File.Exists(path)) throw new DatasetException($"{path}: there is no such file; expected a class name a line.");
        List<string> names = [.. File.ReadAllLines(path).Select(line => line.Trim())];
        while (names.Count > 0 && names[^1].Length == 0) names.RemoveAt(names.Count - 1);
        if (names.Count == 0) throw new DatasetException($"{path}: is empty; expected a class name a line.");
        var lines = new Dictionary<string, int>();
        for (int i = 0; i < names.Count; i++)
        {
            if (names[i].Length == 0) throw new DatasetException($"{path}: line {i + 1} is empty; expected the name of class {i}.");
            if (!lines.TryAdd(names[i], i))
                throw new DatasetException($"{path}: lines {lines[names[i]] + 1} and {i + 1} are both \"{names[i]}\".");
        }

        return [.. names];
    }

    /// <summary>
    /// Names for labels 0 to the highest. 255 right above a gap is taken as a mark for pixels to leave out, not as the 256th class: it is
    /// not counted, so that it is reported as beyond the classes.
    /// </summary>
    /// <param name="labels">All labels in the masks but the one to ignore, ascending.</param>
    public static string[] Infer(IReadOnlyList<int> labels)
    {
        int last = labels.Count - 1;
        while (last > 0 && labels[last] >= 255 && labels[last - 1] < labels[last] - 1) last--;
        int highest = last < 0 ? -1 : Math.Min(labels[last], 255);
        return [.. Enumerable.Range(0, highest + 1).Select(label => $"class {label}")];
    }
}
