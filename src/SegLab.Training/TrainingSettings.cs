using SegLab.Training.Optimizers;

namespace SegLab.Training;

/// <summary>How a network is trained.</summary>
public sealed record TrainingSettings
{
    /// <summary>Passes over the training images, at least 1.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>Images a step, at least 1.</summary>
    public int Batch { get; init; } = 4;

    /// <summary>Rows of a training crop; no training image may have fewer.</summary>
    public required int CropHeight { get; init; }

    /// <summary>Columns of a training crop; no training image may have fewer.</summary>
    public required int CropWidth { get; init; }

    /// <summary>The learning rate of the first step, above 0.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>How the learning rate changes.</summary>
    public LearningRateSchedule Schedule { get; init; }

    /// <summary>The rule by which parameters follow their gradients.</summary>
    public OptimizerKind Optimizer { get; init; }

    /// <summary>Pull of the parameters towards zero, at least 0.</summary>
    public double WeightDecay { get; init; } = 1e-4;

    /// <summary>Whether half of the crops, drawn at random, are mirrored left to right.</summary>
    public bool FlipHorizontally { get; init; } = true;

    /// <summary>Whether half of the crops, drawn at random, are mirrored top to bottom.</summary>
    public bool FlipVertically { get; init; }

    /// <summary>What the order of the images, the crops and the flips are drawn from.</summary>
    public int Seed { get; init; }

    /// <summary>Validates after every so many epochs, and always after the last.</summary>
    public int ValidateEvery { get; init; } = 1;

    /// <summary>How many threads to use; the result does not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Checks all ranges.</summary>
    /// <exception cref="ArgumentException">A setting is out of its range; the message names it.</exception>
    public void Validate()
    {
        AtLeastOne(Epochs, "epochs");
        AtLeastOne(Batch, "batch");
        AtLeastOne(CropHeight, "crop height");
        AtLeastOne(CropWidth, "crop width");
        AtLeastOne(ValidateEvery, "number of epochs between validations");
        AtLeastOne(Threads, "number of threads");
        if (!(LearningRate > 0 && double.IsFinite(LearningRate)))
            throw new ArgumentException($"The learning rate must be above 0, not {LearningRate}.");
        if (!(WeightDecay >= 0 && double.IsFinite(WeightDecay)))
            throw new ArgumentException($"The weight decay must be at least 0, not {WeightDecay}.");

        static void AtLeastOne(int value, string name)
        {
            if (value < 1) throw new ArgumentException($"The {name} must be at least 1, not {value}.");
        }
    }
}
