namespace SegLab.Training.Studies.EasyPixels;

/// <summary>Pixels by the probability of their true class.</summary>
static class Difficulty
{
    /// <summary>Where a bin ends and the next begins.</summary>
    public static IReadOnlyList<double> Edges { get; } = [0.1, 0.5, 0.9, 0.99];

    /// <summary>How many bins there are.</summary>
    public const int Bins = 5;

    /// <summary>The first bin of easy pixels, whose true class has 0.9 or more; those below 0.5 are hard.</summary>
    public const int FirstEasy = 3, FirstNotHard = 2;

    /// <summary>The bins as people write them.</summary>
    public static IReadOnlyList<string> Names { get; } = ["p < 0.1", "0.1 to 0.5", "0.5 to 0.9", "0.9 to 0.99", "p ≥ 0.99"];

    /// <summary>The bin of a pixel.</summary>
    /// <param name="probability">The probability of its true class.</param>
    public static int Of(double probability)
    {
        int bin = 0;
        while (bin < Edges.Count && probability >= Edges[bin]) bin++;
        return bin;
    }
}
