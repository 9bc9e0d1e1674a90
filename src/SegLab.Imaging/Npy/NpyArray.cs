using System.Numerics;
using System.Numerics.Tensors;
using SegLab.Imaging.Masks;

namespace SegLab.Imaging.Npy;

/// <summary>An array of an NPY or NPZ file: a shape, and numbers of one type in row-major order.</summary>
public abstract class NpyArray
{
    readonly nint[] shape;

    private protected NpyArray(string name, NpyElementType elementType, nint[] shape) =>
        (Name, ElementType, this.shape) = (name, elementType, shape);

    /// <summary>Where it is from, as errors say it: the file, and for an NPZ a colon and its name there.</summary>
    public string Name { get; }

    /// <summary>What the elements are.</summary>
    public NpyElementType ElementType { get; }

    /// <summary>The extents; none for a single number.</summary>
    public ReadOnlySpan<nint> Shape => shape;

    /// <summary>How many elements there are.</summary>
    public abstract int Count { get; }

    /// <summary>Makes an array, to be written, by copying numbers.</summary>
    /// <param name="values">The numbers, in any layout.</param>
    /// <typeparam name="T">bool, an integer of 8 to 64 bits, <see cref="Half"/>, float or double.</typeparam>
    /// <exception cref="ArgumentException">Arrays of <typeparamref name="T"/> are not written.</exception>
    public static NpyArray Create<T>(ReadOnlyTensorSpan<T> values)
        where T : unmanaged
    {
        NpyArray array = New("array", NpyElementCode.Of(typeof(T)), values.Lengths.ToArray());
        array.MakeRoom();
        values.FlattenTo(array.Elements<T>());
        return array;
    }

    /// <summary>The elements in row-major order. Truth values become 0 and 1.</summary>
    /// <typeparam name="T">An integer or floating-point type.</typeparam>
    /// <remarks>Between floating-point types a number is rounded to the nearest; every other conversion is exact or refused.</remarks>
    /// <exception cref="InvalidDataException">
    /// An element is not an integer, or out of range, and <typeparamref name="T"/> cannot hold it; the message names its place.
    /// </exception>
    public abstract T[] ToArray<T>()
        where T : unmanaged, INumber<T>;

    /// <summary>An array without its numbers.</summary>
    internal static NpyArray New(string name, NpyElementType type, nint[] shape) => type switch
    {
        NpyElementType.Int8 => new NpyArray<sbyte>(name, type, shape),
        NpyElementType.Int16 => new NpyArray<short>(name, type, shape),
        NpyElementType.Int32 => new NpyArray<int>(name, type, shape),
        NpyElementType.Int64 => new NpyArray<long>(name, type, shape),
        NpyElementType.Bool or NpyElementType.UInt8 => new NpyArray<byte>(name, type, shape),
        NpyElementType.UInt16 => new NpyArray<ushort>(name, type, shape),
        NpyElementType.UInt32 => new NpyArray<uint>(name, type, shape),
        NpyElementType.UInt64 => new NpyArray<ulong>(name, type, shape),
        NpyElementType.Float16 => new NpyArray<Half>(name, type, shape),
        NpyElementType.Float32 => new NpyArray<float>(name, type, shape),
        _ => new NpyArray<double>(name, type, shape),
    };

    /// <summary>The elements themselves, as a type of the same size.</summary>
    internal abstract Span<T> Elements<T>()
        where T : unmanaged;

    /// <summary>Gives the elements to a label map that waits for them.</summary>
    /// <returns>The place of the first one that is no label; -1 when all are.</returns>
    internal abstract int AppendTo(LabelVolume labels);

    /// <summary>Takes the memory for all elements.</summary>
    internal abstract void MakeRoom();

    /// <summary>
    /// Reads the elements from a stream that stands at the first one. Without room made before, memory is taken as the bytes come.
    /// </summary>
    internal abstract void ReadFrom(Stream stream, NpyHeader header);

    /// <summary>Writes header and elements.</summary>
    internal abstract void WriteTo(Stream stream);

    /// <summary>A place among the elements as an index for each extent.</summary>
    private protected string Place(int index)
    {
        var places = new nint[shape.Length];
        nint rest = index;
        for (int axis = shape.Length - 1; axis >= 0; axis--) (rest, places[axis]) = Math.DivRem(rest, shape[axis]);
        return $"[{string.Join(", ", places)}]";
    }
}
