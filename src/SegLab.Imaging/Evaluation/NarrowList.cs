using System.Collections;
using System.Runtime.InteropServices;

namespace SegLab.Imaging.Evaluation;

/// <summary>Whole numbers that do not change, each in as many bytes as the largest of them needs: what is kept of an image should be small.</summary>
sealed class NarrowList : IReadOnlyList<long>
{
    static readonly NarrowList none = new([], sizeof(byte));

    readonly byte[] bytes;
    readonly int width;

    NarrowList(byte[] bytes, int width) => (this.bytes, this.width) = (bytes, width);

    /// <inheritdoc/>
    public int Count => bytes.Length / width;

    /// <inheritdoc/>
    public long this[int index] => width switch
    {
        sizeof(byte) => bytes[index],
        sizeof(ushort) => MemoryMarshal.Cast<byte, ushort>(bytes)[index],
        sizeof(uint) => MemoryMarshal.Cast<byte, uint>(bytes)[index],
        _ => MemoryMarshal.Cast<byte, long>(bytes)[index],
    };

    public static NarrowList Of(IReadOnlyList<long> numbers)
    {
        if (numbers is NarrowList narrow) return narrow;
        if (numbers.Count == 0) return none;
        // A negative number, which only a damaged state holds, looks large here and keeps its eight bytes.
        ulong all = 0;
        foreach (long number in numbers) all |= (ulong)number;
        return all switch
        {
            <= byte.MaxValue => Pack<byte>(numbers),
            <= ushort.MaxValue => Pack<ushort>(numbers),
            <= uint.MaxValue => Pack<uint>(numbers),
            _ => Pack<long>(numbers),
        };
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write((byte)width);
        writer.Write7BitEncodedInt(bytes.Length);
        writer.Write(bytes);
    }

    public static NarrowList Read(BinaryReader reader)
    {
        int width = reader.ReadByte(), length = reader.Read7BitEncodedInt();
        return length == 0 ? none : new NarrowList(reader.ReadBytes(length), width);
    }

    static NarrowList Pack<T>(IReadOnlyList<long> numbers)
        where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        int width = Marshal.SizeOf<T>();
        var bytes = new byte[numbers.Count * width];
        Span<T> packed = MemoryMarshal.Cast<byte, T>(bytes.AsSpan());
        for (int i = 0; i < packed.Length; i++) packed[i] = T.CreateTruncating(numbers[i]);
        return new NarrowList(bytes, width);
    }

    /// <inheritdoc/>
    public IEnumerator<long> GetEnumerator()
    {
        for (int i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
