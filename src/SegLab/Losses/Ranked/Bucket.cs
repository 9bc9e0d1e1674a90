using System.Numerics;

namespace SegLab.Losses.Ranked;

/// <summary>A run of elements with neighbouring errors: all of them are ranked after those of the buckets before.</summary>
struct Bucket
{
    /// <summary>The first element, and the one after the last.</summary>
    public int Start, End;

    /// <summary>How far below the greatest error's bits the bucket begins, and in how many bits its elements differ.</summary>
    public uint Below;

    /// <inheritdoc cref="Below"/>
    public int Bits;

    /// <summary>The weight of the class's pixels in this bucket and of the others; once ranked, in those before.</summary>
    public double Foreground, Background;

    /// <summary>The sum of errors times slopes.</summary>
    public double Value;

    public static Bucket Of(int start, int end, int firstDigit, int lastDigit, int shift) => new()
    {
        Start = start,
        End = end,
        Below = (uint)firstDigit << shift,
        Bits = 64 - BitOperations.LeadingZeroCount(((ulong)(lastDigit - firstDigit + 1) << shift) - 1),
    };

    /// <summary>Sums the weights of the bucket's pixels.</summary>
    public unsafe void Tally(uint* elements, float* weights)
    {
        (Foreground, Background) = (0, 0);
        if (weights == null)
        {
            int foreground = 0;
            for (int i = Start; i < End; i++) foreground += (int)(elements[i] & 1);
            (Foreground, Background) = (foreground, End - Start - foreground);
            return;
        }

        for (int i = Start; i < End; i++)
        {
            if ((elements[i] & 1) != 0) Foreground += weights[i];
            else Background += weights[i];
        }
    }

    /// <summary>Replaces the weights of each bucket by those of all buckets before.</summary>
    public static void Accumulate(Span<Bucket> buckets)
    {
        double foreground = 0, background = 0;
        foreach (ref Bucket bucket in buckets)
        {
            (bucket.Foreground, foreground) = (foreground, foreground + bucket.Foreground);
            (bucket.Background, background) = (background, background + bucket.Background);
        }
    }
}
