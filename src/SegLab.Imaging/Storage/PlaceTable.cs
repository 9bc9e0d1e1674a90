using System.Runtime.InteropServices;

namespace SegLab.Imaging.Storage;

/// <summary>Where the record of each number lies, in a temporary file.</summary>
sealed class PlaceTable
{
    const int Block = 4096;

    // One more than the place, so that a number without a record has the 0 of what was never written.
    readonly TemporaryFile file = new();
    int length;

    /// <summary>The place of a number's record, or null.</summary>
    public long? this[int number]
    {
        get
        {
            long entry = 0;
            file.Read((long)number * sizeof(long), MemoryMarshal.AsBytes(new Span<long>(ref entry)));
            return entry == 0 ? null : entry - 1;
        }

        set
        {
            long entry = value is { } place ? place + 1 : 0;
            file.Write((long)number * sizeof(long), MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in entry)));
            length = Math.Max(length, number + 1);
        }
    }

    /// <summary>The numbers that have a record, ascending, with its place.</summary>
    public IEnumerator<(int Number, long Place)> GetEnumerator()
    {
        var entries = new long[Math.Min(Block, length)];
        for (int first = 0; first < length; first += Block)
        {
            file.Read((long)first * sizeof(long), MemoryMarshal.AsBytes(entries.AsSpan()));
            for (int i = 0; i < entries.Length; i++)
                if (entries[i] != 0) yield return (first + i, entries[i] - 1);
        }
    }
}
