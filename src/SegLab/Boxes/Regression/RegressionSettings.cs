namespace SegLab.Boxes;

/// <summary>How the simulation of box regression is run.</summary>
public sealed record RegressionSettings
{
    /// <summary>Which way boxes move.</summary>
    public RegressionMode Mode { get; init; }

    /// <summary>Which numbers of a box are moved.</summary>
    public RegressionNumbers Numbers { get; init; }

    /// <summary>The anchor centers; those of the paper when nothing else is said.</summary>
    public IReadOnlyList<(double X, double Y)> Centers { get; init; } = RegressionProtocol.Centers();

    /// <summary>The final error from which on a descent counts as one that failed (default 0.1, of boxes of area 1).</summary>
    public double LargeError { get; init; } = 0.1;

    /// <summary>The most threads to use; 0 for as many as there are processors.</summary>
    public int Threads { get; init; }
}
