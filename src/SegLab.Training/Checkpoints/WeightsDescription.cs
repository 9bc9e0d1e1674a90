using SegLab.Training.Data;

namespace SegLab.Training.Checkpoints;

/// <summary>What a weights file says beside the weights.</summary>
public sealed record WeightsDescription
{
    /// <summary>The network's shape.</summary>
    public required NetworkShape Network { get; init; }

    /// <summary>Channels an image must have.</summary>
    public required int InputChannels { get; init; }

    /// <summary>Channels of the logits.</summary>
    public required int LogitChannels { get; init; }

    /// <summary>A name for each class; label k is <c>ClassNames[k]</c>.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>The mean taken from each channel of an image.</summary>
    public required IReadOnlyList<float> Mean { get; init; }

    /// <summary>What each channel of an image is then divided by.</summary>
    public required IReadOnlyList<float> StandardDeviation { get; init; }

    /// <summary>The loss it was trained with, in text form; null where the file does not say.</summary>
    public string? Loss { get; init; }

    /// <summary>The dataset it was trained on; null where the file does not say.</summary>
    public string? Dataset { get; init; }

    /// <summary>The fingerprint of that dataset; null where the file does not say.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Epochs trained; null where the file does not say.</summary>
    public int? Epochs { get; init; }

    /// <summary>What its crops and order were drawn from; null where the file does not say.</summary>
    public int? Seed { get; init; }

    /// <summary><see cref="Mean"/> and <see cref="StandardDeviation"/> as images need them.</summary>
    internal Normalization Normalization => new(Mean, StandardDeviation);
}
