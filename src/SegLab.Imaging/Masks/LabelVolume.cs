using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using SegLab.Losses;

namespace SegLab.Imaging.Masks;

/// <summary>
/// The label of each pixel of a mask, or of each voxel of a volume, in row-major order. Labels are bytes where all of them are 0 to 255,
/// as nearly always, else integers of 32 bits.
/// </summary>
public sealed class LabelVolume
{
    byte[] bytes = [];
    int[] integers = [];

    internal LabelVolume()
    {
    }

    /// <summary>Copies labels.</summary>
    /// <param name="shape">The extents.</param>
    /// <param name="labels">A label a pixel.</param>
    /// <param name="spacing">The distance of neighbours along each axis, in millimetres; null where it is not known.</param>
    /// <exception cref="ArgumentException">The labels are not as many as the shape has, or the spacing not one an axis.</exception>
    public LabelVolume(MaskShape shape, ReadOnlySpan<byte> labels, VoxelSpacing? spacing = null)
    {
        Check(shape, labels.Length, spacing);
        Start(shape, spacing);
        Append(labels);
    }

    /// <inheritdoc cref="LabelVolume(MaskShape, ReadOnlySpan{byte}, VoxelSpacing?)"/>
    public LabelVolume(MaskShape shape, ReadOnlySpan<int> labels, VoxelSpacing? spacing = null)
    {
        Check(shape, labels.Length, spacing);
        Start(shape, spacing);
        Append(labels);
    }

    /// <summary>The extents.</summary>
    public MaskShape Shape { get; private set; }

    /// <summary>The distance of neighbours along each axis of <see cref="Shape"/>, in millimetres; null where the file does not tell.</summary>
    public VoxelSpacing? Spacing { get; private set; }

    /// <summary>Whether the labels are in <see cref="Bytes"/>; else they are in <see cref="Integers"/>.</summary>
    public bool HasBytes { get; private set; } = true;

    /// <summary>All labels, where all are 0 to 255; else nothing.</summary>
    public ReadOnlySpan<byte> Bytes => HasBytes ? bytes.AsSpan(0, Count) : [];

    /// <summary>All labels, where one is not 0 to 255; else nothing.</summary>
    public ReadOnlySpan<int> Integers => HasBytes ? [] : integers.AsSpan(0, Count);

    /// <summary>How many labels there are.</summary>
    public int Count { get; private set; }

    /// <summary>The label at a place of the row-major order.</summary>
    public int this[int index] => HasBytes ? Bytes[index] : Integers[index];

    /// <summary>Copies all labels.</summary>
    /// <exception cref="ArgumentException">The destination is shorter than the labels.</exception>
    public void CopyTo(Span<int> destination)
    {
        if (HasBytes) TensorPrimitives.ConvertTruncating(Bytes, destination);
        else Integers.CopyTo(destination);
    }

    /// <summary>Begins a new volume in the memory of the one before, to be filled by <see cref="Append"/>.</summary>
    internal void Start(MaskShape shape, VoxelSpacing? spacing = null) => (Shape, Spacing, HasBytes, Count) = (shape, spacing, true, 0);

    /// <summary>Takes numbers that follow those there are. Memory is taken as they come, at most twice of what they need.</summary>
    /// <returns>The place of the first one that is no integer of 32 bits; -1 when all were taken.</returns>
    internal int Append<T>(ReadOnlySpan<T> numbers)
        where T : unmanaged, INumber<T>
    {
        int taken = 0;
        if (HasBytes)
        {
            MakeRoom(ref bytes, numbers.Length);
            taken = AppendBytes(numbers);
            Count += taken;
            if (taken == numbers.Length) return -1;
            Widen();
        }

        MakeRoom(ref integers, numbers.Length - taken);
        for (; taken < numbers.Length; taken++)
        {
            long label = long.CreateSaturating(numbers[taken]);
            if (label != (int)label || T.CreateSaturating(label) != numbers[taken]) return Count;
            integers[Count++] = (int)label;
        }

        return -1;
    }

    /// <summary>Puts other labels in the place of those there are.</summary>
    /// <returns>The place of the first label that has no other; -1 when all have.</returns>
    internal int Replace(LabelReplacement replacement)
    {
        if (HasBytes)
        {
            int unknown = bytes.AsSpan(0, Count).IndexOfAnyExcept(replacement.KnownBytes);
            if (unknown >= 0) return unknown;
            if (replacement.KeepsBytes)
            {
                replacement.Apply(bytes.AsSpan(0, Count));
                return -1;
            }

            Widen();
        }

        for (int i = 0; i < Count; i++)
        {
            if (!replacement.TryGet(integers[i], out int value)) return i;
            integers[i] = value;
        }

        Narrow();
        return -1;
    }

    int AppendBytes<T>(ReadOnlySpan<T> numbers)
        where T : unmanaged, INumber<T>
    {
        Span<byte> target = bytes.AsSpan(Count, numbers.Length);
        if (typeof(T) == typeof(byte))
        {
            MemoryMarshal.AsBytes(numbers).CopyTo(target);
            return numbers.Length;
        }

        int taken = 0;
        for (; taken < numbers.Length; taken++)
        {
            byte label = byte.CreateSaturating(numbers[taken]);
            if (T.CreateSaturating(label) != numbers[taken]) break;
            target[taken] = label;
        }

        return taken;
    }

    void Widen()
    {
        if (integers.Length < Count) integers = new int[Count];
        TensorPrimitives.ConvertTruncating<byte, int>(bytes.AsSpan(0, Count), integers);
        HasBytes = false;
    }

    void Narrow()
    {
        if (integers.AsSpan(0, Count).ContainsAnyExceptInRange(0, byte.MaxValue)) return;
        if (bytes.Length < Count) bytes = new byte[Count];
        TensorPrimitives.ConvertTruncating<int, byte>(integers.AsSpan(0, Count), bytes);
        HasBytes = true;
    }

    void MakeRoom<T>(ref T[] memory, int more)
    {
        if (memory.Length - Count >= more) return;
        long wanted = Math.Min(Math.Max((long)Count + more, 2L * Count), Shape.Count);
        Array.Resize(ref memory, (int)Math.Max(wanted, (long)Count + more));
    }

    static void Check(MaskShape shape, int labels, VoxelSpacing? spacing)
    {
        if (labels != shape.Count) throw new ArgumentException($"A mask of {shape} has {shape.Count} labels, not {labels}.");
        if (spacing is not null && spacing.Count != shape.Rank)
            throw new ArgumentException($"A mask of {shape} has a spacing for each of its {shape.Rank} axes, not {spacing.Count}.");
    }
}
