using System.Text.Json.Serialization;

namespace SegLab.Imaging.Evaluation;

/// <summary>The figures of an evaluation. Those that do not exist, such as the IoU of a class in neither map, are null.</summary>
/// <remarks>
/// Lists of images read temporary files, which last as long as the lists are in use: go through them in order rather than by index, where there are many
/// images. They throw an <see cref="IOException"/> where the files cannot be read.
/// </remarks>
public sealed record EvaluationResult
{
    /// <summary>Where the predictions came from.</summary>
    public required string Prediction { get; init; }

    /// <summary>Where the true masks came from.</summary>
    public required string Truth { get; init; }

    /// <summary>Where the other predictions came from, or null.</summary>
    public string? Against { get; init; }

    /// <summary>The label that was left out, or null.</summary>
    public int? IgnoreLabel { get; init; }

    /// <summary>Classes that stay out of means.</summary>
    public required IReadOnlyList<int> ExcludedClasses { get; init; }

    /// <summary>The tolerance of the normalized surface Dice; null when no surfaces were measured.</summary>
    public double? Tolerance { get; init; }

    /// <summary>How many images were evaluated.</summary>
    public required int Images { get; init; }

    /// <summary>How many pixels counted.</summary>
    public required long Pixels { get; init; }

    /// <summary>The figures of the predictions.</summary>
    public required PredictionFigures Figures { get; init; }

    /// <summary>Those of the other predictions, or null.</summary>
    public PredictionFigures? AgainstFigures { get; init; }

    /// <summary>How the two differ, the first less the other; empty without others.</summary>
    public IReadOnlyList<ScoreDifference> Differences { get; init; } = [];

    /// <summary>A line for each mask that was left out.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>What was kept of each image, in the order of the names.</summary>
    [JsonIgnore]
    public IReadOnlyList<ImageScores> Details { get; init; } = [];

    /// <summary>The files of each image; empty for merged states.</summary>
    [JsonIgnore]
    public IReadOnlyList<MaskPair> Files { get; init; } = [];

    /// <summary>How the masks were read; null for merged states.</summary>
    [JsonIgnore]
    public EvaluationSettings? Settings { get; init; }

    /// <summary>How long it took; null for merged states.</summary>
    public double? Seconds { get; init; }

    /// <summary>The most memory that the process has held, in bytes.</summary>
    public long PeakMemory { get; init; }
}

/// <summary>The figures of one folder of predictions.</summary>
public sealed record PredictionFigures
{
    /// <summary>Scores of all images together, in the order in which they are usually reported.</summary>
    public required IReadOnlyList<Score> Scores { get; init; }

    /// <summary>The figures of each class.</summary>
    public required IReadOnlyList<ClassFigures> Classes { get; init; }

    /// <summary>Pixels by true class (rows) and predicted class (columns).</summary>
    public required IReadOnlyList<IReadOnlyList<long>> ConfusionMatrix { get; init; }

    /// <summary>How instances were matched, or null.</summary>
    public InstanceFigures? Instances { get; init; }

    /// <summary>How well probabilities are what they say, or null.</summary>
    public CalibrationFigures? Calibration { get; init; }

    /// <summary>Background and object told apart at several thresholds; empty but for probabilities of two classes.</summary>
    public IReadOnlyList<ThresholdFigures> Thresholds { get; init; } = [];

    /// <summary>The figures of each image, in the order of the names.</summary>
    public required IReadOnlyList<ImageFigures> Images { get; init; }
}

/// <summary>A score of all images together.</summary>
/// <param name="Name">What it is called in text for programs: <c>meanIoU</c>.</param>
/// <param name="Title">What it is called in text for people: <c>mean IoU</c>.</param>
/// <param name="Value">The score, or null.</param>
/// <param name="Low">The lower end of its 95 % interval over the choice of images (bootstrap), or null where none is taken.</param>
/// <param name="High">The upper end.</param>
public sealed record Score(string Name, string Title, double? Value, double? Low = null, double? High = null);

/// <summary>The figures of a class over all images.</summary>
public sealed record ClassFigures
{
    /// <summary>The class.</summary>
    public required int Label { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its pixels in the truth.</summary>
    public required long TruePixels { get; init; }

    /// <summary>The pixels that were predicted as it.</summary>
    public required long PredictedPixels { get; init; }

    /// <summary>Intersection over union.</summary>
    public double? IoU { get; init; }

    /// <summary>Dice's coefficient, which is F1.</summary>
    public double? Dice { get; init; }

    /// <summary>Share of the predicted pixels that are right.</summary>
    public double? Precision { get; init; }

    /// <summary>Share of the true pixels that were found.</summary>
    public double? Recall { get; init; }

    /// <summary>Share of the other pixels that were not predicted as it.</summary>
    public double? Specificity { get; init; }

    /// <summary>F2, in which recall weighs more.</summary>
    public double? F2 { get; init; }

    /// <summary>1 - |difference of the volumes| / their sum.</summary>
    public double? VolumetricSimilarity { get; init; }

    /// <summary>Boundary IoU; null when it was not measured.</summary>
    public double? BoundaryIoU { get; init; }

    /// <summary>The means of its surface distances over images; null when none were measured.</summary>
    public SurfaceFigures? Surface { get; init; }
}

/// <summary>Means of surface distances over the images in which both maps have the class.</summary>
/// <param name="Hausdorff">The largest distance.</param>
/// <param name="Hausdorff95">The 95th percentile.</param>
/// <param name="AverageSymmetric">ASSD.</param>
/// <param name="MeanAverage">MASD.</param>
/// <param name="SurfaceDice">The normalized surface Dice, in which an image with the class in one map only counts 0.</param>
/// <param name="BoundaryF1">The boundary F1, likewise.</param>
/// <param name="Measured">In how many images both maps have the class.</param>
/// <param name="OneSided">In how many images only one has it: their distances are infinite and in none of the means.</param>
public sealed record SurfaceFigures(
    double? Hausdorff, double? Hausdorff95, double? AverageSymmetric, double? MeanAverage, double? SurfaceDice, double? BoundaryF1, int Measured, int OneSided);

/// <summary>How instances were matched.</summary>
/// <param name="Thresholds">The figures at each IoU threshold, of all images together.</param>
/// <param name="MeanPrecision">The mean over the thresholds of TP / (TP + FP + FN), then over the images, as Kaggle's challenges call precision.</param>
/// <param name="MeanF1">Likewise of F1.</param>
/// <param name="MeanF2">Likewise of F2.</param>
public sealed record InstanceFigures(IReadOnlyList<InstanceThreshold> Thresholds, double? MeanPrecision, double? MeanF1, double? MeanF2);

/// <summary>The matches of instances at an IoU threshold.</summary>
/// <param name="Threshold">The IoU that a match is above.</param>
/// <param name="TruePositives">Instances that matched.</param>
/// <param name="FalsePositives">Instances that were predicted for nothing.</param>
/// <param name="FalseNegatives">Instances that were missed.</param>
/// <param name="Precision">Share of the predicted instances that matched.</param>
/// <param name="Recall">Share of the true instances that matched.</param>
/// <param name="F1">Their harmonic mean.</param>
/// <param name="F2">F2, in which recall weighs more.</param>
public sealed record InstanceThreshold(
    double Threshold, long TruePositives, long FalsePositives, long FalseNegatives, double? Precision, double? Recall, double? F1, double? F2);

/// <summary>The figures of an image.</summary>
/// <param name="Name">Its name.</param>
/// <param name="PixelAccuracy">Share of its pixels that are right.</param>
/// <param name="MeanIoU">The mean over the classes that it has.</param>
/// <param name="MeanDice">Likewise of Dice.</param>
public sealed record ImageFigures(string Name, double? PixelAccuracy, double? MeanIoU, double? MeanDice);

/// <summary>How a score of two folders of predictions differs, the first less the other.</summary>
/// <param name="Name">The score.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Difference">The difference, or null.</param>
/// <param name="Low">The lower end of its 95 % interval over the choice of images (paired bootstrap), or null.</param>
/// <param name="High">The upper end.</param>
/// <param name="SignedRankP">The p-value of Wilcoxon's signed-rank test of the images' values, or null.</param>
public sealed record ScoreDifference(string Name, string Title, double? Difference, double? Low, double? High, double? SignedRankP);
