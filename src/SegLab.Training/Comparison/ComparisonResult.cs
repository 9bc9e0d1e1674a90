namespace SegLab.Training.Comparison;

/// <summary>What <c>compare</c> found, as it stands in <c>results.json</c>.</summary>
public sealed record ComparisonResult
{
    /// <summary>The version of SegLab that wrote it.</summary>
    public required string Version { get; init; }

    /// <summary>The command that repeats it.</summary>
    public required string Command { get; init; }

    /// <summary>The processor, its vector width and the threads used.</summary>
    public required string Machine { get; init; }

    /// <summary>When it ended (UTC).</summary>
    public required DateTimeOffset Finished { get; init; }

    /// <summary>What was trained on.</summary>
    public required DatasetSummary Dataset { get; init; }

    /// <summary>How it was trained.</summary>
    public required ComparisonSettings Settings { get; init; }

    /// <summary>Numbers that training fits.</summary>
    public required int NetworkParameters { get; init; }

    /// <summary>One entry a loss, the best first.</summary>
    public required IReadOnlyList<LossResult> Ranking { get; init; }

    /// <summary>Which loss to use, in one sentence that the figures bear out.</summary>
    public required string Advice { get; init; }

    /// <summary>The most memory the process held, in bytes.</summary>
    public required long PeakMemory { get; init; }
}

/// <summary>The dataset in figures.</summary>
/// <param name="Name">The folder, or the generated set's name.</param>
/// <param name="ClassNames">A name a class.</param>
/// <param name="ClassFractions">The share of each class of the training pixels that count, 0 to 1.</param>
/// <param name="RareClasses">The classes that are marked as rare.</param>
/// <param name="IgnoreLabel">The label left out, if any.</param>
/// <param name="TrainingImages">Images trained on.</param>
/// <param name="ValidationImages">Images judged by.</param>
/// <param name="Channels">Channels of an image.</param>
public sealed record DatasetSummary(
    string Name,
    IReadOnlyList<string> ClassNames,
    IReadOnlyList<double> ClassFractions,
    IReadOnlyList<int> RareClasses,
    int? IgnoreLabel,
    int TrainingImages,
    int ValidationImages,
    int Channels);

/// <summary>The settings that all runs share.</summary>
public sealed record ComparisonSettings
{
    /// <summary>Passes over the training images.</summary>
    public required int Epochs { get; init; }

    /// <summary>Channels of the network's first level.</summary>
    public required int Width { get; init; }

    /// <summary>Levels below the first.</summary>
    public required int Depth { get; init; }

    /// <summary>Images a step.</summary>
    public required int Batch { get; init; }

    /// <summary>Rows of a training crop.</summary>
    public required int CropHeight { get; init; }

    /// <summary>Columns of a training crop.</summary>
    public required int CropWidth { get; init; }

    /// <summary>The initial learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Runs a loss, each with another seed.</summary>
    public required int Seeds { get; init; }
}

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

/// <summary>A paired comparison with the next loss on the same validation images.</summary>
/// <param name="Difference">This loss's mean IoU less the next one's.</param>
/// <param name="Low">Lower end of the 95 % interval of the paired bootstrap.</param>
/// <param name="High">Upper end of the 95 % interval of the paired bootstrap.</param>
/// <param name="Significant">Whether the interval leaves out zero.</param>
public sealed record LeadOverNext(double Difference, double Low, double High, bool Significant);

/// <summary>One training run.</summary>
/// <param name="Seed">What its weights, crops and order were drawn from.</param>
/// <param name="Weights">The weights file, relative to the output folder.</param>
/// <param name="MeanIoU">Validation mean IoU of the final weights.</param>
/// <param name="Epochs">The course of training.</param>
public sealed record RunResult(int Seed, string Weights, double MeanIoU, IReadOnlyList<EpochResult> Epochs);

/// <summary>One epoch of a run.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="TrainingLoss">Mean over the steps.</param>
/// <param name="MeanIoU">Validation mean IoU after it; null when not validated after this epoch.</param>
/// <param name="PixelAccuracy">Validation pixel accuracy after it; null when not validated after this epoch.</param>
/// <param name="Seconds">Time of its training steps.</param>
public sealed record EpochResult(int Epoch, double TrainingLoss, double? MeanIoU, double? PixelAccuracy, double Seconds);
