using System.Collections;
using System.Runtime.CompilerServices;

namespace SegLab.Losses;

/// <summary>Some of the classes, by index, in ascending order. Two with the same classes are equal.</summary>
[CollectionBuilder(typeof(ClassSelection), nameof(Create))]
public sealed class ClassSelection : IReadOnlyList<int>, IEquatable<ClassSelection>
{
    readonly int[] classes;

    /// <summary>Copies the classes.</summary>
    /// <exception cref="ArgumentException">There is none, one is negative, or one comes twice.</exception>
    public ClassSelection(ReadOnlySpan<int> classes)
    {
        if (classes.IsEmpty) throw new ArgumentException("A selection needs at least one class.");
        this.classes = classes.ToArray();
        Array.Sort(this.classes);
        if (this.classes[0] < 0) throw new ArgumentException($"Class {this.classes[0]} is negative.");
        for (int i = 1; i < this.classes.Length; i++)
            if (this.classes[i] == this.classes[i - 1]) throw new ArgumentException($"Class {this.classes[i]} is selected twice.");
    }

    /// <summary>Makes a selection from a collection expression.</summary>
    public static ClassSelection Create(ReadOnlySpan<int> classes) => new(classes);

    /// <summary>A class by its place in the selection.</summary>
    public int this[int index] => classes[index];

    /// <summary>How many classes are selected.</summary>
    public int Count => classes.Length;

    internal int[] Values => classes;

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)classes).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(ClassSelection? other) => other is not null && classes.AsSpan().SequenceEqual(other.classes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ClassSelection);

    /// <inheritdoc/>
    public override int GetHashCode() => classes.Aggregate(classes.Length, HashCode.Combine);

    /// <summary>The classes in brackets, as the text form of a loss has them.</summary>
    public override string ToString() => $"[{string.Join(", ", classes)}]";
}
