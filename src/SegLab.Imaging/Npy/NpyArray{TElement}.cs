using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SegLab.Imaging.Masks;

namespace SegLab.Imaging.Npy;

/// <summary>An array with its elements; a byte holds a truth value.</summary>
sealed class NpyArray<TElement>(string name, NpyElementType elementType, nint[] shape) : NpyArray(name, elementType, shape)
    where TElement : unmanaged, INumber<TElement>
{
    // Pieces that fit a cache, and whose bytes a span can count.
    const int Piece = 1 << 16;

    // Empty until the numbers are there or room is made for them.
    TElement[] values = [];

    public override int Count => values.Length;

    public override T[] ToArray<T>()
    {
        T[] converted = new T[values.Length];
        if (typeof(T) == typeof(TElement))
        {
            Elements<T>().CopyTo(converted);
            return converted;
        }

        for (int i = 0; i < values.Length; i++)
        {
            if (!ExactConversion.Try(values[i], out converted[i]))
                throw NpyError.Invalid(Name, $"element {Place(i)} is {values[i]}, which {NpyElementCode.Name(typeof(T))} cannot hold");
        }

        return converted;
    }

    internal override Span<T> Elements<T>() => MemoryMarshal.Cast<TElement, T>(values.AsSpan());

    internal override int AppendTo(LabelVolume labels) => labels.Append<TElement>(values);

    internal override void MakeRoom() => values = new TElement[(int)NpyHeader.CountOf(Shape)!];

    internal override void ReadFrom(Stream stream, NpyHeader header)
    {
        int count = header.Count;
        for (int done = 0; done < count; done += Piece)
        {
            int end = Math.Min(done + Piece, count);
            if (end > values.Length) Array.Resize(ref values, (int)Math.Min(Math.Max(end, 2L * done), count));
            Span<TElement> piece = values.AsSpan(done, end - done);
            Span<byte> bytes = MemoryMarshal.AsBytes(piece);
            int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (read < bytes.Length) throw NpyError.Truncated(Name, $"element {done + read / Unsafe.SizeOf<TElement>()} of {count}");
            if (header.IsBigEndian == BitConverter.IsLittleEndian) ByteOrder.Reverse(piece);
        }

        if (ElementType == NpyElementType.Bool
            && MemoryMarshal.AsBytes(values.AsSpan()).IndexOfAnyExcept((byte)0, (byte)1) is >= 0 and int wrong)
            throw NpyError.Invalid(Name, $"byte {wrong} of its elements is {values[wrong]}, and a bool is 0 or 1");
        if (header.IsFortranOrder) values = FortranOrder.ToRowMajor(values, Shape);
    }

    internal override void WriteTo(Stream stream)
    {
        stream.Write(new NpyHeader(ElementType, !BitConverter.IsLittleEndian, IsFortranOrder: false, Shape.ToArray()).ToBytes());
        for (int done = 0; done < values.Length; done += Piece)
            stream.Write(MemoryMarshal.AsBytes(values.AsSpan(done, Math.Min(Piece, values.Length - done))));
    }
}
