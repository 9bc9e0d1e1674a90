using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SegLab.Imaging;

/// <summary>The check sum of PNG chunks and of zip entries: CRC-32 of ISO 3309, reflected polynomial EDB88320.</summary>
static class Crc32
{
    const int Stride = 16;

    // Row k holds what a byte adds to the sum when k more bytes follow it, so that sixteen bytes need no sum in between.
    static readonly uint[] tables = Tables();

    /// <summary>The check sum of some bytes, or of those and all before them.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="before">The check sum of what comes before them.</param>
    public static uint Compute(ReadOnlySpan<byte> bytes, uint before = 0)
    {
        ref uint table = ref MemoryMarshal.GetArrayDataReference(tables);
        uint crc = ~before;
        while (BitConverter.IsLittleEndian && bytes.Length >= Stride)
        {
            uint a = crc ^ MemoryMarshal.Read<uint>(bytes), b = MemoryMarshal.Read<uint>(bytes[4..]);
            uint c = MemoryMarshal.Read<uint>(bytes[8..]), d = MemoryMarshal.Read<uint>(bytes[12..]);
            crc = Of(ref table, a, 12) ^ Of(ref table, b, 8) ^ Of(ref table, c, 4) ^ Of(ref table, d, 0);
            bytes = bytes[Stride..];
        }

        foreach (byte value in bytes) crc = tables[(byte)(crc ^ value)] ^ (crc >> 8);
        return ~crc;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static uint Of(ref uint table, uint four, int following)
        => Unsafe.Add(ref table, (following + 3) * 256 + (byte)four) ^ Unsafe.Add(ref table, (following + 2) * 256 + (byte)(four >> 8))
        ^ Unsafe.Add(ref table, (following + 1) * 256 + (byte)(four >> 16)) ^ Unsafe.Add(ref table, following * 256 + (byte)(four >> 24));

    static uint[] Tables()
    {
        uint[] tables = new uint[Stride * 256];
        for (uint i = 0; i < 256; i++)
        {
            uint crc = i;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
            tables[i] = crc;
        }

        for (int i = 256; i < tables.Length; i++) tables[i] = tables[(byte)tables[i - 256]] ^ (tables[i - 256] >> 8);
        return tables;
    }
}
