using System.Globalization;

namespace SegLab.Losses;

/// <summary>
/// How far apart classes are, for losses that forgive confusing like with like: symmetric, finite, not negative, 0 from a class to itself.
/// Two with the same numbers are equal. As text: <c>[[0, 1], [1, 0]]</c>.
/// </summary>
public sealed class ClassDistances : IEquatable<ClassDistances>
{
    readonly float[] distances;

    /// <summary>Copies a matrix, row by row.</summary>
    /// <param name="rows">For each class its distances to all.</param>
    /// <exception cref="ArgumentException">
    /// The matrix is not square, not symmetric, or a number is out of range; the message says where.
    /// </exception>
    public ClassDistances(IReadOnlyList<IReadOnlyList<float>> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Count = rows.Count;
        if (Count < 2) throw new ArgumentException($"Class distances need two classes at least, not {Count}.");
        distances = new float[Count * Count];
        for (int i = 0; i < Count; i++)
        {
            if (rows[i].Count != Count)
                throw new ArgumentException($"Row {i} of the class distances has {rows[i].Count} numbers, and there are {Count} rows.");
            for (int j = 0; j < Count; j++) distances[i * Count + j] = Check(rows, i, j);
        }

        Largest = distances.Max();
        if (Largest == 0) throw new ArgumentException("All class distances are 0.");
    }

    /// <summary>The distance between two classes.</summary>
    public float this[int from, int to] => distances[from * Count + to];

    /// <summary>How many classes there are.</summary>
    public int Count { get; }

    /// <summary>The largest distance, above 0.</summary>
    public float Largest { get; }

    /// <summary>The matrix, row by row.</summary>
    internal float[] Values => distances;

    /// <summary>Distances in a tree of classes: the edges on the way from one to the other, divided by the largest such number.</summary>
    /// <param name="lines">
    /// For each class, in the order of the labels, its path from the root, such as <c>vehicle/car</c>; blank lines do not count.
    /// </param>
    /// <exception cref="FormatException">
    /// A path has an empty part or comes twice, or there are fewer than two; the message says in which line.
    /// </exception>
    public static ClassDistances FromHierarchy(IEnumerable<string> lines) => ClassHierarchy.Measure(lines);

    /// <summary>Distances between vectors that stand for the classes, divided by the largest.</summary>
    /// <param name="rows">For each class its vector, all of one length.</param>
    /// <param name="metric">How far apart two vectors are.</param>
    /// <exception cref="ArgumentException">
    /// Vectors differ in length, hold numbers that are not finite or are all the same, or a cosine is asked of a vector of zeros.
    /// </exception>
    public static ClassDistances FromEmbeddings(
        IReadOnlyList<IReadOnlyList<float>> rows, EmbeddingMetric metric = EmbeddingMetric.Cosine) => ClassEmbeddings.Measure(rows, metric);

    /// <summary>Reads the text form.</summary>
    /// <exception cref="FormatException">The text is no matrix of distances.</exception>
    public static ClassDistances Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Trim() is not ['[', .. var rows, ']'] || rows.Trim() is not ['[', .., ']'])
            throw new FormatException($"'{text}' is not a matrix such as [[0, 1], [1, 0]].");
        try
        {
            return new ClassDistances([.. rows.Split(']')[..^1].Select(Numbers)]);
        }
        catch (ArgumentException wrong)
        {
            throw new FormatException(wrong.Message, wrong);
        }
    }

    static float[] Numbers(string row, int index)
    {
        string list = row.Trim();
        if (index > 0) list = list is [',', .. var rest] ? rest.TrimStart() : throw new FormatException($"'{list}]' has no , before it.");
        if (list is not ['[', .. var numbers]) throw new FormatException($"'{list}]' is not a list in brackets.");
        return [.. numbers.Split(',').Select(Number)];

        static float Number(string number) => float.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out float value)
            ? value
            : throw new FormatException($"'{number.Trim()}' is not a number.");
    }

    static float Check(IReadOnlyList<IReadOnlyList<float>> rows, int row, int column)
    {
        float distance = rows[row][column];
        string place = $"The distance in row {row}, column {column} is {distance}";
        if (!(distance >= 0) || !float.IsFinite(distance)) throw new ArgumentException($"{place}; distances are finite and not negative.");
        if (row == column && distance != 0) throw new ArgumentException($"{place}; from a class to itself it is 0.");
        if (row > column && distance != rows[column][row])
            throw new ArgumentException(
                $"{place} and that in row {column}, column {row} is {rows[column][row]}; they are the same between two classes.");
        return distance;
    }

    /// <inheritdoc/>
    public bool Equals(ClassDistances? other) => other is not null && distances.AsSpan().SequenceEqual(other.distances);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ClassDistances);

    /// <inheritdoc/>
    public override int GetHashCode() => distances.Aggregate(Count, HashCode.Combine);

    /// <summary>The rows in brackets, as the text form of a loss has them.</summary>
    public override string ToString()
    {
        return $"[{string.Join(", ", distances.Chunk(Count).Select(Row))}]";

        static string Row(float[] row) =>
            $"[{string.Join(", ", row.Select(distance => distance.ToString("R", CultureInfo.InvariantCulture)))}]";
    }
}
