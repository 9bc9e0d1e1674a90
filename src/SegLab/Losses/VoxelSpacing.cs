using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace SegLab.Losses;

/// <summary>The distance between neighbouring pixels along each spatial axis, finite and above 0. Two with the same numbers are equal.</summary>
[CollectionBuilder(typeof(VoxelSpacing), nameof(Create))]
public sealed class VoxelSpacing : IReadOnlyList<double>, IEquatable<VoxelSpacing>
{
    readonly double[] spacing;

    /// <summary>Copies the numbers, one a spatial axis, in the order of the shape.</summary>
    /// <exception cref="ArgumentException">There is none, or one is not above 0.</exception>
    public VoxelSpacing(ReadOnlySpan<double> spacing)
    {
        if (spacing.IsEmpty) throw new ArgumentException("A spacing needs a number for each spatial axis.");
        foreach (double value in spacing)
            if (!(value > 0) || !double.IsFinite(value)) throw new ArgumentException($"A spacing is {value}; spacings are finite and above 0.");
        this.spacing = spacing.ToArray();
    }

    /// <summary>Makes a spacing from a collection expression.</summary>
    public static VoxelSpacing Create(ReadOnlySpan<double> spacing) => new(spacing);

    /// <summary>The spacing along an axis.</summary>
    public double this[int index] => spacing[index];

    /// <summary>The number of spatial axes.</summary>
    public int Count => spacing.Length;

    internal double[] Values => spacing;

    /// <inheritdoc/>
    public IEnumerator<double> GetEnumerator() => ((IEnumerable<double>)spacing).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(VoxelSpacing? other) => other is not null && spacing.AsSpan().SequenceEqual(other.spacing);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as VoxelSpacing);

    /// <inheritdoc/>
    public override int GetHashCode() => spacing.Aggregate(spacing.Length, HashCode.Combine);

    /// <summary>The numbers in brackets, as the text form of a loss has them.</summary>
    public override string ToString() => $"[{string.Join(", ", spacing.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))}]";
}
