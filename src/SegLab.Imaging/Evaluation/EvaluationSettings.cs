using SegLab.Imaging.Masks;
using SegLab.Losses;

namespace SegLab.Imaging.Evaluation;

/// <summary>What to evaluate and how: everything that the figures depend on.</summary>
public sealed record EvaluationSettings
{
    /// <summary>A folder of predicted masks, or a single one.</summary>
    public required string Prediction { get; init; }

    /// <summary>A folder of true masks, or a single one. Every file in it needs a prediction of the same name; formats may differ.</summary>
    public required string Truth { get; init; }

    /// <summary>Other predictions, to be compared with the first in pairs; null for none.</summary>
    public string? Against { get; init; }

    /// <summary>What the names of the predictions end in, before the extension, over those of the truth: <c>_leftImg8bit</c>.</summary>
    public string PredictionSuffix { get; init; } = "";

    /// <summary>What the names of the true masks end in over those of the predictions: <c>_gtFine_labelIds</c>. Files without it are passed over.</summary>
    public string TruthSuffix { get; init; } = "";

    /// <summary>What labels and colours stand for; null when labels are classes.</summary>
    public ClassTable? Classes { get; init; }

    /// <summary>Whether the indices of predictions are classes already, and not the labels of <see cref="Classes"/> (Cityscapes' train ids).</summary>
    public bool PredictionsHoldClasses { get; init; }

    /// <summary>The names of the classes; null for those of <see cref="Classes"/>, or for as many numbers as there are labels.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>Pixels with this true label are left out; null for what <see cref="Classes"/> says, or none.</summary>
    public int? IgnoreLabel { get; init; }

    /// <summary>Classes that stay out of means and of surface distances, often the background. Their pixels still count as errors of others.</summary>
    public IReadOnlyList<int> ExcludedClasses { get; init; } = [];

    /// <summary>Whether distances between surfaces are measured.</summary>
    public bool Surfaces { get; init; }

    /// <summary>Whether boundary IoU is measured, near the borders of objects (Cheng and others, 2021).</summary>
    public bool Boundaries { get; init; }

    /// <summary>
    /// Whether labels are the numbers of instances, 0 the background: instances are matched at IoU thresholds, and pixels are scored as
    /// background and object.
    /// </summary>
    public bool Instances { get; init; }

    /// <summary>
    /// Whether predictions are probabilities, <c>[classes, spatial...]</c> or of an object alone: the most probable class is scored (an object above one half),
    /// and so are calibration and, for two classes, thresholds.
    /// </summary>
    public bool Probabilities { get; init; }

    /// <summary>The distance between neighbours along each axis; null for what the true mask's file says, or 1.</summary>
    public VoxelSpacing? Spacing { get; init; }

    /// <summary>How far surfaces may be apart for the normalized surface Dice, in units of the spacing.</summary>
    public double Tolerance { get; init; } = 1;

    /// <summary>Which part of the images to evaluate, 1 to <see cref="Shards"/>: of all images, by name, every <see cref="Shards"/>th.</summary>
    public int Shard { get; init; } = 1;

    /// <summary>In how many parts the images are evaluated.</summary>
    public int Shards { get; init; } = 1;

    /// <summary>Whether files that cannot be used are left out; otherwise there are no figures as soon as there is one.</summary>
    public bool KeepGoing { get; init; }

    /// <summary>How many threads to use; the figures do not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>The label that is left out.</summary>
    internal int? Ignored => IgnoreLabel ?? Classes?.IgnoreLabel;

    /// <summary>How many classes are counted: all that a byte holds when nobody says.</summary>
    internal int CountedClasses => Names?.Count ?? 256;

    internal IReadOnlyList<string>? Names => Instances ? ["background", "object"] : ClassNames ?? Classes?.ClassNames;
}
