using SegLab.Training.Checkpoints;

namespace SegLab.Training.Comparison;

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

    internal static ComparisonSettings Of(TrainingSettings settings, NetworkShape network, int seeds) => new()
    {
        Epochs = settings.Epochs,
        Width = network.Width,
        Depth = network.Depth,
        Batch = settings.Batch,
        CropHeight = settings.CropHeight,
        CropWidth = settings.CropWidth,
        LearningRate = settings.LearningRate,
        Seeds = seeds,
    };
}
