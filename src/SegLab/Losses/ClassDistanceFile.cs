using System.Globalization;

namespace SegLab.Losses;

/// <summary>Reads class distances from text files. What is wrong in one is told with its name and the line.</summary>
public static class ClassDistanceFile
{
    /// <summary>Reads a file with a class path a line (<see cref="ClassDistances.FromHierarchy"/>).</summary>
    /// <exception cref="FormatException">The file is no hierarchy; the message says in which line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ClassDistances ReadHierarchy(string path)
    {
        try
        {
            return ClassDistances.FromHierarchy(File.ReadLines(path));
        }
        catch (FormatException wrong)
        {
            throw new FormatException($"'{path}': {wrong.Message}", wrong);
        }
    }

    /// <summary>
    /// Reads a file with a vector a line (<see cref="ClassDistances.FromEmbeddings"/>): numbers between commas, semicolons, blanks or tabs,
    /// perhaps after a name, as files of word vectors have them. Blank lines do not count.
    /// </summary>
    /// <exception cref="FormatException">The file holds no such vectors; the message says in which line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ClassDistances ReadEmbeddings(string path, EmbeddingMetric metric = EmbeddingMetric.Cosine) =>
        Read(path, named: true, rows => ClassDistances.FromEmbeddings(rows, metric));

    /// <summary>Reads a file with a row of the matrix a line, numbers between commas, semicolons, blanks or tabs.</summary>
    /// <exception cref="FormatException">The file holds no such matrix; the message says in which line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ClassDistances ReadMatrix(string path) => Read(path, named: false, rows => new ClassDistances(rows));

    static ClassDistances Read(string path, bool named, Func<float[][], ClassDistances> make)
    {
        var rows = new List<float[]>();
        int line = 0;
        foreach (string text in File.ReadLines(path))
        {
            line++;
            string[] fields = text.Split([',', ';', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length == 0) continue;
            if (named && !Parse(fields[0], out _)) fields = fields[1..];
            float[] row = [.. fields.Select(field => Parse(field, out float value)
                ? value
                : throw new FormatException($"'{path}', line {line}: '{field}' is not a number."))];
            if (rows.Count > 0 && row.Length != rows[0].Length)
                throw new FormatException(
                    $"'{path}', line {line}: there are {row.Length} numbers, and {rows[0].Length} in the lines before.");
            rows.Add(row);
        }

        try
        {
            return make([.. rows]);
        }
        catch (ArgumentException wrong)
        {
            throw new FormatException($"'{path}': {wrong.Message}", wrong);
        }
    }

    static bool Parse(string field, out float value) => float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}
