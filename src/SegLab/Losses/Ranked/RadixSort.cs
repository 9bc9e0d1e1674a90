namespace SegLab.Losses.Ranked;

/// <summary>Sorts by some bits of 64-bit items, from the least significant digit on; items that agree in them keep their order.</summary>
static unsafe class RadixSort
{
    const int FewItems = 24, DigitBits = 9, MaximumPasses = 4;

    /// <summary>Numbers of room that <see cref="Sort"/> counts in.</summary>
    public const int CountsLength = MaximumPasses << DigitBits;

    /// <summary>Sorts ascending by bits <paramref name="firstBit"/> to <paramref name="firstBit"/> + <paramref name="bits"/> - 1.</summary>
    /// <param name="items">The items, whose memory is overwritten; the bits above those sorted by are 0.</param>
    /// <param name="spare">Memory for as many.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="firstBit">The lowest bit that matters.</param>
    /// <param name="bits">How many bits matter, at most 36.</param>
    /// <param name="counts">Room for <see cref="CountsLength"/> numbers.</param>
    /// <returns>Where the sorted items are: one of the two memories.</returns>
    public static ulong* Sort(ulong* items, ulong* spare, int count, int firstBit, int bits, int* counts)
    {
        if (count <= FewItems)
        {
            Insert(items, count, firstBit);
            return items;
        }

        int passes = (bits + DigitBits - 1) / DigitBits;
        int digitBits = (bits + passes - 1) / Math.Max(passes, 1), digits = 1 << digitBits;
        ulong mask = (ulong)digits - 1;
        new Span<int>(counts, passes * digits).Clear();
        for (int i = 0; i < count; i++)
        {
            ulong key = items[i] >> firstBit;
            for (int pass = 0; pass < passes; pass++) counts[pass * digits + (int)(key >> (pass * digitBits) & mask)]++;
        }

        for (int pass = 0; pass < passes; pass++)
        {
            int* next = counts + pass * digits;
            int shift = firstBit + pass * digitBits;
            if (next[(int)(items[0] >> shift & mask)] == count) continue;
            int start = 0;
            for (int digit = 0; digit < digits; digit++) (next[digit], start) = (start, start + next[digit]);
            for (int i = 0; i < count; i++)
            {
                ulong item = items[i];
                spare[next[(int)(item >> shift & mask)]++] = item;
            }

            ulong* sorted = spare;
            spare = items;
            items = sorted;
        }

        return items;
    }

    static void Insert(ulong* items, int count, int firstBit)
    {
        for (int i = 1; i < count; i++)
        {
            ulong item = items[i];
            int j = i;
            for (; j > 0 && items[j - 1] >> firstBit > item >> firstBit; j--) items[j] = items[j - 1];
            items[j] = item;
        }
    }
}
