using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SegLab.Imaging;

/// <summary>Brings numbers that another machine wrote into the order of this one.</summary>
static class ByteOrder
{
    /// <summary>Reverses the bytes of each number, in place.</summary>
    public static void Reverse<T>(Span<T> numbers)
        where T : unmanaged
    {
        switch (Unsafe.SizeOf<T>())
        {
            case sizeof(ushort):
                Span<ushort> pairs = MemoryMarshal.Cast<T, ushort>(numbers);
                BinaryPrimitives.ReverseEndianness(pairs, pairs);
                break;
            case sizeof(uint):
                Span<uint> quadruples = MemoryMarshal.Cast<T, uint>(numbers);
                BinaryPrimitives.ReverseEndianness(quadruples, quadruples);
                break;
            case sizeof(ulong):
                Span<ulong> octuples = MemoryMarshal.Cast<T, ulong>(numbers);
                BinaryPrimitives.ReverseEndianness(octuples, octuples);
                break;
        }
    }
}
