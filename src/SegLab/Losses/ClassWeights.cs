using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace SegLab.Losses;

/// <summary>A weight for each class, finite and not negative. Two with the same numbers are equal.</summary>
[CollectionBuilder(typeof(ClassWeights), nameof(Create))]
public sealed class ClassWeights : IReadOnlyList<float>, IEquatable<ClassWeights>
{
    readonly float[] weights;

    /// <summary>Copies the weights.</summary>
    /// <exception cref="ArgumentException">There is none, or one is negative or not finite.</exception>
    public ClassWeights(ReadOnlySpan<float> weights)
    {
        if (weights.IsEmpty) throw new ArgumentException("Class weights need at least one number.");
        for (int k = 0; k < weights.Length; k++)
            if (!(weights[k] >= 0) || !float.IsFinite(weights[k]))
                throw new ArgumentException($"The weight of class {k} is {weights[k]}; weights are finite and not negative.");
        this.weights = weights.ToArray();
    }

    /// <summary>Makes weights from a collection expression.</summary>
    public static ClassWeights Create(ReadOnlySpan<float> weights) => new(weights);

    /// <summary>All pixels over those of the class, N / n: each class counts as much as any other.</summary>
    /// <param name="counts">The pixels that each class has, or its share of them; finite and not negative.</param>
    /// <exception cref="ArgumentException">No class has a pixel, or a count is negative or not finite.</exception>
    public static ClassWeights InverseFrequency(IEnumerable<double> counts) => Of(counts, (count, all) => all.Sum() / count);

    /// <summary>
    /// The median of the class frequencies over each class's own (Eigen and Fergus 2015, arXiv:1411.4734, over the whole dataset), so that
    /// rare classes weigh more.
    /// </summary>
    /// <inheritdoc cref="InverseFrequency"/>
    public static ClassWeights MedianFrequency(IEnumerable<double> counts) =>
        Of(counts, (count, all) => Median([.. all.Where(n => n > 0).Order()]) / count);

    /// <summary>The square root of N / n, which is milder (Wong et al. 2018, arXiv:1809.00076).</summary>
    /// <inheritdoc cref="InverseFrequency"/>
    public static ClassWeights InverseSquareRootFrequency(IEnumerable<double> counts) =>
        Of(counts, (count, all) => Math.Sqrt(all.Sum() / count));

    /// <summary>1 / ln(c + n / N), at most 50 with c = 1.02 (ENet, Paszke et al. 2016, arXiv:1606.02147).</summary>
    /// <param name="counts">The pixels that each class has, or its share of them; finite and not negative.</param>
    /// <param name="offset">c, above 1.</param>
    /// <exception cref="ArgumentException">No class has a pixel, a count is out of range, or the offset is.</exception>
    public static ClassWeights InverseLogFrequency(IEnumerable<double> counts, double offset = 1.02)
    {
        if (!(offset > 1 && double.IsFinite(offset)))
            throw new ArgumentOutOfRangeException(nameof(offset), offset, $"The offset is above 1, not {offset}.");
        return Of(counts, (count, all) => 1 / Math.Log(offset + count / all.Sum()));
    }

    /// <summary>
    /// (1 - b) / (1 - b^n), as if each class had at most 1 / (1 - b) samples that tell something new (Cui et al. 2019, arXiv:1901.05555).
    /// </summary>
    /// <param name="counts">The pixels that each class has: here shares will not do.</param>
    /// <param name="beta">
    /// b, 0 to below 1: 0 gives equal weights, and near 1 the weights are inverse frequencies. Null for (N - 1) / N. The values of the
    /// paper, up to 0.9999, are for images: classes of many times ten thousand pixels would all weigh the same.
    /// </param>
    /// <exception cref="ArgumentException">No class has a pixel, a count is negative or not finite, or beta is out of range.</exception>
    public static ClassWeights EffectiveNumber(IEnumerable<double> counts, double? beta = null)
    {
        if (beta is { } given && !(given >= 0 && given < 1))
            throw new ArgumentOutOfRangeException(nameof(beta), given, $"Beta is 0 to below 1, not {given}.");
        return Of(counts, (count, all) =>
        {
            double b = beta ?? Math.Max(0, 1 - 1 / all.Sum());
            return (1 - b) / (1 - Math.Pow(b, count));
        });
    }

    /// <summary>Weights of a kind, with its usual options.</summary>
    /// <param name="weighting">How weights follow from counts.</param>
    /// <param name="counts">The pixels that each class has; finite and not negative.</param>
    /// <exception cref="ArgumentException">No class has a pixel, or a count is negative or not finite.</exception>
    public static ClassWeights From(ClassWeighting weighting, IEnumerable<double> counts) => weighting switch
    {
        ClassWeighting.InverseFrequency => InverseFrequency(counts),
        ClassWeighting.MedianFrequency => MedianFrequency(counts),
        ClassWeighting.InverseSquareRootFrequency => InverseSquareRootFrequency(counts),
        ClassWeighting.InverseLogFrequency => InverseLogFrequency(counts),
        ClassWeighting.EffectiveNumber => EffectiveNumber(counts),
        _ => throw new ArgumentOutOfRangeException(nameof(weighting), weighting, $"There is no class weighting {weighting}."),
    };

    /// <summary>The same weights, scaled so that they sum to the number of classes: losses then keep their usual size.</summary>
    /// <exception cref="InvalidOperationException">All weights are 0.</exception>
    public ClassWeights Normalized()
    {
        double sum = weights.Sum(weight => (double)weight);
        if (sum == 0) throw new InvalidOperationException("All class weights are 0.");
        return new ClassWeights([.. weights.Select(weight => (float)(weight * weights.Length / sum))]);
    }

    static ClassWeights Of(IEnumerable<double> counts, Func<double, double[], double> weigh)
    {
        double[] all = [.. counts];
        for (int k = 0; k < all.Length; k++)
            if (!(all[k] >= 0) || !double.IsFinite(all[k]))
                throw new ArgumentException($"Class {k} has {all[k]} pixels; counts are finite and not negative.");
        if (all.Sum() == 0) throw new ArgumentException("No class has a pixel.");
        return new ClassWeights([.. all.Select(count => count == 0 ? 0 : (float)weigh(count, all))]);
    }

    static double Median(double[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;

    /// <summary>The weight of a class.</summary>
    public float this[int index] => weights[index];

    /// <summary>How many classes there are.</summary>
    public int Count => weights.Length;

    internal float[] Values => weights;

    /// <inheritdoc/>
    public IEnumerator<float> GetEnumerator() => ((IEnumerable<float>)weights).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(ClassWeights? other) => other is not null && weights.AsSpan().SequenceEqual(other.weights);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ClassWeights);

    /// <inheritdoc/>
    public override int GetHashCode() => weights.Aggregate(weights.Length, HashCode.Combine);

    /// <summary>The weights in brackets, as the text form of a loss has them.</summary>
    public override string ToString() => $"[{string.Join(", ", weights.Select(weight => weight.ToString("R", CultureInfo.InvariantCulture)))}]";
}
