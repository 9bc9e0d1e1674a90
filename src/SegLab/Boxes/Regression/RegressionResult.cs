namespace SegLab.Boxes;

/// <summary>How boxes got to their targets under a loss. The error of a box is |dx| + |dy| + |dw| + |dh|, center and size, whatever numbers were moved.</summary>
public sealed record RegressionResult
{
    /// <summary>The loss, in its text form.</summary>
    public required string Loss { get; init; }

    /// <summary>Which way boxes moved.</summary>
    public required RegressionMode Mode { get; init; }

    /// <summary>Which numbers were moved.</summary>
    public required RegressionNumbers Numbers { get; init; }

    /// <summary>How many boxes descended.</summary>
    public required long Cases { get; init; }

    /// <summary>The sum of the errors of all boxes, before the first step and after each: <see cref="RegressionProtocol.Steps"/> + 1 numbers.</summary>
    public required IReadOnlyList<double> ErrorSums { get; init; }

    /// <summary>The anchor centers.</summary>
    public required IReadOnlyList<(double X, double Y)> Centers { get; init; }

    /// <summary>The mean final error of the boxes of each center.</summary>
    public required IReadOnlyList<double> FinalErrors { get; init; }

    /// <summary>The share of boxes whose final error is above <see cref="RegressionSettings.LargeError"/>.</summary>
    public required double LargeErrorShare { get; init; }

    /// <summary>In how many steps half of the boxes have an IoU of 0.5 with their target; null when fewer than half ever do.</summary>
    public required int? MedianStepsToHalf { get; init; }

    /// <summary>Likewise of 0.9.</summary>
    public required int? MedianStepsToNineTenths { get; init; }

    /// <summary>The mean error of a box at the end.</summary>
    public double MeanFinalError => ErrorSums[^1] / Cases;

    /// <summary>The mean error of a box after some steps.</summary>
    /// <param name="step">0 to <see cref="RegressionProtocol.Steps"/>.</param>
    public double MeanError(int step) => ErrorSums[step] / Cases;
}
