namespace SegLab.Losses.Ranked;

/// <summary>The least of the values that are kept, when a given number of the greatest is: found digit by digit, the highest first.</summary>
struct SelectionEdge(long kept)
{
    /// <summary>How many digits a value has, and the room that counting one of them takes.</summary>
    public const int Levels = 3, Digits = 1 << 11;

    /// <summary>How many values are kept.</summary>
    public readonly long Kept = kept;

    /// <summary>How many of them agree with the edge in all digits that are known.</summary>
    public long Remaining { get; private set; } = kept;

    /// <summary>The digits that are known; in the end the value itself.</summary>
    public uint Prefix { get; private set; }

    /// <summary>The lowest bit of a level's digit, and how many bits it has.</summary>
    public static (int Shift, int Bits) Digit(int level) => level switch
    {
        0 => (21, 11),
        1 => (10, 11),
        _ => (0, 10),
    };

    /// <summary>Finds the next digit.</summary>
    /// <param name="counts">How many values that agree in the digits known have each digit next, for some blocks one after the other.</param>
    /// <param name="level">Which digit this is.</param>
    public void Narrow(ReadOnlySpan<int> counts, int level)
    {
        int bits = Digit(level).Bits;
        for (int digit = (1 << bits) - 1; digit >= 0; digit--)
        {
            long count = 0;
            for (int i = digit; i < counts.Length; i += Digits) count += counts[i];
            if (count < Remaining)
            {
                Remaining -= count;
                continue;
            }

            Prefix = Prefix << bits | (uint)digit;
            return;
        }
    }
}
