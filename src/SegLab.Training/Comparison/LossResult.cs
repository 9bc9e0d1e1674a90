namespace SegLab.Training.Comparison;

/// <summary>One loss: its scores over all its runs, and the runs.</summary>
public sealed record LossResult
{
    /// <summary>The loss in text form.</summary>
    public required string Loss { get; init; }

    /// <summary>Mean IoU over the classes, of the confusion of all validation images (mean over seeds).</summary>
    public required double MeanIoU { get; init; }

    /// <summary>Lower end of the 95 % bootstrap interval of <see cref="MeanIoU"/> over validation images.</summary>
    public required double MeanIoULow { get; init; }

    /// <summary>Upper end of the 95 % bootstrap interval of <see cref="MeanIoU"/> over validation images.</summary>
    public required double MeanIoUHigh { get; init; }

    /// <summary>Share of pixels that are right.</summary>
    public required double PixelAccuracy { get; init; }

    /// <summary>Mean over the classes of the share of their pixels that are right.</summary>
    public required double MeanAccuracy { get; init; }

    /// <summary>IoU weighted by the classes' share of the truth.</summary>
    public required double FrequencyWeightedIoU { get; init; }

    /// <summary>IoU of each class; null where a class is neither in the truth nor predicted.</summary>
    public required IReadOnlyList<double?> ClassIoU { get; init; }

    /// <summary>Mean IoU of the rare classes; null when no class is rare.</summary>
    public required double? RareMeanIoU { get; init; }

    /// <summary>Mean time of an epoch, in seconds.</summary>
    public required double SecondsPerEpoch { get; init; }

    /// <summary>The lead over the next loss of the ranking; null for the last.</summary>
    public required LeadOverNext? Lead { get; init; }

    /// <summary>One entry a seed.</summary>
    public required IReadOnlyList<RunResult> Runs { get; init; }
}
