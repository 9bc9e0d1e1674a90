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

    /// <summary>
    /// The median of the class frequencies over each class's own (Eigen and Fergus 2015, arXiv:1411.4734, over the whole dataset), so that
    /// rare classes weigh more. A class that never comes weighs 0.
    /// </summary>
    /// <param name="frequencies">The share of the pixels that each class has, or its count.</param>
    /// <exception cref="ArgumentException">No class has a pixel, or a frequency is negative or not finite.</exception>
    public static ClassWeights MedianFrequency(IEnumerable<double> frequencies)
    {
        double[] all = [.. frequencies], present = [.. all.Where(frequency => frequency > 0).Order()];
        if (present.Length == 0) throw new ArgumentException("No class has a pixel.");
        double median = (present[(present.Length - 1) / 2] + present[present.Length / 2]) / 2;
        return new ClassWeights([.. all.Select(frequency => frequency == 0 ? 0 : (float)(median / frequency))]);
    }

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
