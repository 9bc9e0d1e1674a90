namespace SegLab.Imaging;

/// <summary>The check sum of PNG chunks and of zip entries: CRC-32 of ISO 3309, reflected polynomial EDB88320.</summary>
static class Crc32
{
    static readonly uint[] table = Table();

    /// <summary>The check sum of some bytes, or of those and all before them.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="before">The check sum of what comes before them.</param>
    public static uint Compute(ReadOnlySpan<byte> bytes, uint before = 0)
    {
        uint crc = ~before;
        foreach (byte value in bytes) crc = table[(byte)(crc ^ value)] ^ (crc >> 8);
        return ~crc;
    }

    static uint[] Table()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            uint crc = i;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
            table[i] = crc;
        }

        return table;
    }
}
