namespace SegLab.Training.Studies.Objects;

/// <summary>A square image with one disc, and the order in which its prediction goes wrong: from the border outwards and inwards.</summary>
sealed class ObjectImage
{
    readonly int[] byDistance;

    /// <summary>Draws a disc of exactly a number of pixels at a random place.</summary>
    /// <param name="size">Rows and columns.</param>
    /// <param name="share">The disc's share of the pixels, below one half.</param>
    /// <param name="random">Places the disc, and decides which of several pixels at one distance comes first.</param>
    public ObjectImage(int size, double share, Random random)
    {
        Size = size;
        Labels = new byte[size * size];
        Pixels = Math.Max(1, (int)Math.Round(share * Labels.Length));
        double radius = Math.Sqrt(Pixels / Math.PI) + 1, room = Math.Max(0, size - 2 * radius);
        (double row, double column) = (radius + random.NextDouble() * room, radius + random.NextDouble() * room);
        double[] keys = new double[Labels.Length];
        for (int i = 0; i < keys.Length; i++)
            keys[i] = Square(i / size + 0.5 - row) + Square(i % size + 0.5 - column) + 1e-6 * random.NextDouble();
        byDistance = [.. Enumerable.Range(0, keys.Length)];
        Array.Sort(keys, byDistance);
        foreach (int pixel in byDistance.AsSpan(0, Pixels)) Labels[pixel] = 1;

        static double Square(double value) => value * value;
    }

    /// <summary>Rows and columns.</summary>
    public int Size { get; }

    /// <summary>1 in the disc, 0 elsewhere, row by row.</summary>
    public byte[] Labels { get; }

    /// <summary>The pixels of the disc.</summary>
    public int Pixels { get; }

    /// <summary>The disc's pixels that are missed first: those next to the border, then inwards.</summary>
    public ReadOnlySpan<int> Missed(int count) => byDistance.AsSpan(Pixels - count, count);

    /// <summary>The pixels outside that are added first: those next to the border, then outwards.</summary>
    public ReadOnlySpan<int> Added(int count) => byDistance.AsSpan(Pixels, count);
}
