using System.Numerics;

namespace SegLab.Metrics;

/// <summary>Counts of pixels by true and predicted class, and the scores that follow from them.</summary>
/// <remarks>
/// <para>Matrices of parts (images, threads, shards) merge by addition, in any order: the scores are those of all pixels together, as in
/// PASCAL VOC and Cityscapes. For scores of each image see <see cref="PerImageScores"/>.</para>
/// <para>A pixel whose true label is the ignore label is left out, whatever was predicted there. A prediction that is the ignore label on a
/// pixel that counts is a miss of the true class and no false positive of any (<see cref="Unassigned"/>, as in Cityscapes): nobody gains
/// by abstaining. Any other label that is no class is an error.</para>
/// <para>An instance serves one thread at a time, readers too.</para>
/// </remarks>
public sealed partial class ConfusionMatrix
{
    readonly long[] counts, unassigned;
    LabelPairCounter? counter;

    /// <summary>Makes an empty matrix.</summary>
    /// <param name="classes">How many classes there are, at least 1.</param>
    public ConfusionMatrix(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        Classes = classes;
        counts = new long[checked(classes * classes)];
        unassigned = new long[classes];
    }

    /// <summary>How many classes there are.</summary>
    public int Classes { get; }

    /// <summary>Pixels of class <paramref name="truth"/> that were predicted as <paramref name="prediction"/>.</summary>
    public long this[int truth, int prediction] => Counts[truth * Classes + prediction];

    /// <summary>All counts: a row a true class, in it a column a predicted class (as scikit-learn and torchmetrics have it).</summary>
    public ReadOnlySpan<long> Counts
    {
        get
        {
            counter?.Flush(counts, unassigned);
            return counts;
        }
    }

    /// <summary>For each true class its pixels whose prediction was the ignore label.</summary>
    public ReadOnlySpan<long> Unassigned
    {
        get
        {
            counter?.Flush(counts, unassigned);
            return unassigned;
        }
    }

    /// <summary>Makes a matrix from counts in the order of <see cref="Counts"/>.</summary>
    /// <param name="classes">How many classes there are, at least 1.</param>
    /// <param name="counts">Classes x classes counts.</param>
    /// <param name="unassigned">As in <see cref="Unassigned"/>, or empty for none.</param>
    /// <exception cref="ArgumentException">The counts are not classes x classes, or the unassigned ones neither classes nor none.</exception>
    public static ConfusionMatrix FromCounts(int classes, ReadOnlySpan<long> counts, ReadOnlySpan<long> unassigned = default)
    {
        var matrix = new ConfusionMatrix(classes);
        if (counts.Length != matrix.counts.Length) throw new ArgumentException($"{classes} classes have {matrix.counts.Length} counts, not {counts.Length}.");
        if (!unassigned.IsEmpty && unassigned.Length != classes)
            throw new ArgumentException($"{classes} classes have {classes} counts of unassigned pixels, not {unassigned.Length}.");
        counts.CopyTo(matrix.counts);
        unassigned.CopyTo(matrix.unassigned);
        return matrix;
    }

    /// <summary>Counts the pixels of a label map.</summary>
    /// <param name="prediction">A predicted class a pixel.</param>
    /// <param name="truth">The true class a pixel.</param>
    /// <param name="ignoreLabel">Pixels with this true label are left out; it may be a class.</param>
    /// <remarks>Labels of the same type with 8, 16 or 32 bits are fastest. Nothing is allocated after the first call.</remarks>
    /// <exception cref="ArgumentException">The lengths differ, or a label that counts is not a class; pixels before it may be counted.</exception>
    public void Add<TPrediction, TTruth>(ReadOnlySpan<TPrediction> prediction, ReadOnlySpan<TTruth> truth, int? ignoreLabel = null)
        where TPrediction : unmanaged, IBinaryInteger<TPrediction>
        where TTruth : unmanaged, IBinaryInteger<TTruth>
    {
        if (prediction.Length != truth.Length)
            throw new ArgumentException($"The prediction has {prediction.Length} pixels and the truth {truth.Length}.");
        Count(prediction, truth, ignoreLabel, 0);
    }

    /// <summary>Counts the pixels whose predicted class is that of the highest score: logits, probabilities, or anything that orders classes so.</summary>
    /// <param name="scores"><c>[classes, pixels]</c>. Of equal scores the lowest class wins, as in NumPy and PyTorch.</param>
    /// <param name="truth">The true class a pixel.</param>
    /// <param name="ignoreLabel">Pixels with this true label are left out.</param>
    /// <exception cref="ArgumentException">There are not classes x pixels scores, one is NaN, or a true label that counts is not a class.</exception>
    public void AddScores<TTruth>(ReadOnlySpan<float> scores, ReadOnlySpan<TTruth> truth, int? ignoreLabel = null)
        where TTruth : unmanaged, IBinaryInteger<TTruth>
    {
        if (scores.Length != (long)Classes * truth.Length)
            throw new ArgumentException($"{Classes} classes and {truth.Length} pixels have {(long)Classes * truth.Length} scores, not {scores.Length}.");
        Span<int> tile = stackalloc int[HighestScore.Tile];
        for (int begin = 0; begin < truth.Length; begin += HighestScore.Tile)
        {
            Span<int> labels = tile[..Math.Min(HighestScore.Tile, truth.Length - begin)];
            int undefined = HighestScore.Find(scores, Classes, truth.Length, begin, labels);
            if (undefined >= 0) throw new ArgumentException($"A score of pixel {undefined} is NaN.", nameof(scores));
            Count(labels, truth.Slice(begin, labels.Length), ignoreLabel, begin);
        }
    }

    /// <summary>Counts the pixels of two classes, where class 1 is predicted when its probability is above a threshold.</summary>
    /// <param name="probabilities">The probability of class 1, or its logit with a threshold of 0, a pixel.</param>
    /// <param name="truth">The true class a pixel, 0 or 1.</param>
    /// <param name="threshold">Class 1 is predicted above it, not at it.</param>
    /// <param name="ignoreLabel">Pixels with this true label are left out.</param>
    /// <exception cref="InvalidOperationException">There are more or less than two classes.</exception>
    /// <exception cref="ArgumentException">The lengths differ, a probability is NaN, or a true label that counts is not a class.</exception>
    public void AddProbabilities<TTruth>(ReadOnlySpan<float> probabilities, ReadOnlySpan<TTruth> truth, float threshold = 0.5f, int? ignoreLabel = null)
        where TTruth : unmanaged, IBinaryInteger<TTruth>
    {
        if (Classes != 2) throw new InvalidOperationException($"A probability a pixel tells two classes apart, not {Classes}.");
        if (probabilities.Length != truth.Length)
            throw new ArgumentException($"The prediction has {probabilities.Length} pixels and the truth {truth.Length}.");
        Span<int> tile = stackalloc int[HighestScore.Tile];
        for (int begin = 0; begin < truth.Length; begin += HighestScore.Tile)
        {
            Span<int> labels = tile[..Math.Min(HighestScore.Tile, truth.Length - begin)];
            int undefined = HighestScore.Above(probabilities.Slice(begin, labels.Length), threshold, labels);
            if (undefined >= 0) throw new ArgumentException($"The probability of pixel {begin + undefined} is NaN.", nameof(probabilities));
            Count(labels, truth.Slice(begin, labels.Length), ignoreLabel, begin);
        }
    }

    /// <summary>Adds the counts of another matrix, as often as <paramref name="times"/> says.</summary>
    /// <exception cref="ArgumentException">The matrices differ in their classes.</exception>
    public void Merge(ConfusionMatrix other, int times = 1)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Classes != Classes) throw new ArgumentException($"One matrix has {Classes} classes, the other {other.Classes}.");
        ReadOnlySpan<long> added = other.Counts, addedUnassigned = other.Unassigned;
        for (int i = 0; i < counts.Length; i++) counts[i] += times * added[i];
        for (int i = 0; i < unassigned.Length; i++) unassigned[i] += times * addedUnassigned[i];
    }

    /// <summary>Sets all counts to zero.</summary>
    public void Clear()
    {
        counter?.Clear();
        Array.Clear(counts);
        Array.Clear(unassigned);
    }

    void Count<TPrediction, TTruth>(ReadOnlySpan<TPrediction> prediction, ReadOnlySpan<TTruth> truth, int? ignoreLabel, nint first)
        where TPrediction : unmanaged, IBinaryInteger<TPrediction>
        where TTruth : unmanaged, IBinaryInteger<TTruth>
    {
        counter ??= new LabelPairCounter(Classes);
        nint wrong = counter.Add(prediction, truth, ignoreLabel, counts, unassigned);
        if (wrong < 0) return;
        string ignored = ignoreLabel is { } label ? $" and {label} is ignored" : "";
        throw new ArgumentException(
            $"Pixel {first + wrong} has the true label {truth[(int)wrong]} and the predicted label {prediction[(int)wrong]}; " +
            $"classes are 0 to {Classes - 1}{ignored}.");
    }
}
