namespace SegLab.Losses.Ranked;

/// <summary>A run of elements with neighbouring errors: all of them are ranked after those of the buckets before.</summary>
struct Bucket
{
    /// <summary>The rank of the first element, and the one after the last.</summary>
    public int Start, End;

    /// <summary>How far below the greatest error's bits the bucket begins, and in how many bits its elements differ.</summary>
    public uint Below;

    /// <inheritdoc cref="Below"/>
    public int Bits;

    /// <summary>The weight of the class's pixels in this bucket and of the others; once ranked, in those before.</summary>
    public double Foreground, Background;

    /// <summary>The sum of errors times slopes.</summary>
    public double Value;

    public readonly int Count => End - Start;

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
