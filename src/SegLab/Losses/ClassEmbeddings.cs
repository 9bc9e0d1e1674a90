using System.Numerics.Tensors;

namespace SegLab.Losses;

/// <summary>How far apart two vectors are.</summary>
public enum EmbeddingMetric
{
    /// <summary>1 minus the cosine of their angle, which is half the squared difference of their directions.</summary>
    Cosine,

    /// <summary>The length of their difference.</summary>
    Euclidean,
}

/// <summary>Classes as vectors, such as the word vectors of their names.</summary>
static class ClassEmbeddings
{
    /// <summary>What vectors of one direction may differ by.</summary>
    const double Rounding = 1e-12;

    /// <inheritdoc cref="ClassDistances.FromEmbeddings"/>
    public static ClassDistances Measure(IReadOnlyList<IReadOnlyList<float>> rows, EmbeddingMetric metric)
    {
        ArgumentNullException.ThrowIfNull(rows);
        double[][] vectors = [.. rows.Select(row => row.Select(value => (double)value).ToArray())];
        for (int i = 0; i < vectors.Length; i++) Check(vectors, i, metric);
        double[][] distances = [.. vectors.Select(from => vectors.Select(to => Distance(from, to, metric)).ToArray())];
        double largest = distances.Length == 0 ? 0 : distances.Max(row => row.Max());
        if (largest < Rounding && distances.Length > 1) throw new ArgumentException("All class embeddings are the same.");
        return new ClassDistances([.. distances.Select(row => row.Select(distance => (float)(distance / largest)).ToArray())]);
    }

    static void Check(double[][] vectors, int row, EmbeddingMetric metric)
    {
        double[] vector = vectors[row];
        if (vector.Length == 0) throw new ArgumentException($"The embedding of class {row} is empty.");
        if (vector.Length != vectors[0].Length)
            throw new ArgumentException(
                $"The embedding of class {row} has {vector.Length} numbers, that of class 0 has {vectors[0].Length}.");
        int bad = Array.FindIndex(vector, value => !double.IsFinite(value));
        if (bad >= 0) throw new ArgumentException($"The embedding of class {row} has {vector[bad]} in column {bad}.");
        if (metric == EmbeddingMetric.Cosine && vector.All(value => value == 0))
            throw new ArgumentException($"The embedding of class {row} is all 0, which has no direction.");
    }

    static double Distance(double[] from, double[] to, EmbeddingMetric metric) => metric switch
    {
        EmbeddingMetric.Cosine => Math.Pow(TensorPrimitives.Distance<double>(Direction(from), Direction(to)), 2) / 2,
        EmbeddingMetric.Euclidean => TensorPrimitives.Distance<double>(from, to),
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, $"There is no embedding metric {metric}."),
    };

    static double[] Direction(double[] vector)
    {
        double length = TensorPrimitives.Norm<double>(vector);
        return [.. vector.Select(value => value / length)];
    }
}
