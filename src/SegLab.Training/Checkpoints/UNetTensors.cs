using System.Globalization;
using SegLab.Training.Networks;

namespace SegLab.Training.Checkpoints;

/// <summary>Finds out from the names and shapes of arrays which <see cref="UNet"/> they are of.</summary>
static class UNetTensors
{
    const string FirstWeights = "encoder.0.conv1.weight", HeadWeights = "head.weight";

    /// <summary>The network that the arrays would fit; whether they do is found when they are copied into one.</summary>
    /// <exception cref="InvalidDataException">They are of no such network.</exception>
    public static (NetworkShape Network, int InputChannels, int LogitChannels) Recognize(SafetensorsFile file)
    {
        IReadOnlyList<int> first = Shape(file, FirstWeights, "[width, channels, 3, 3]"), head = Shape(file, HeadWeights, "[classes, width, 1, 1]");
        int depth = file.Tensors.Keys.Max(name => Math.Max(Level(name, "encoder."), Level(name, "decoder.") + 1));
        return (NetworkShape.UNet(width: first[0], depth), first[1], head[0]);
    }

    static IReadOnlyList<int> Shape(SafetensorsFile file, string name, string expected)
    {
        if (!file.Tensors.TryGetValue(name, out Parameter? tensor))
            throw SafetensorsFile.Invalid(file.Path,
                $"its metadata '{WeightsMetadata.Key}' do not say what the network is, and it lacks tensor '{name}' of shape {expected}, by which a U-Net would be known");
        return tensor.Shape.Count == 4
            ? tensor.Shape
            : throw SafetensorsFile.Invalid(file.Path, $"tensor '{name}' has the shape [{string.Join(", ", tensor.Shape)}], expected {expected}");
    }

    /// <summary>The level that a name speaks of; -1 where it speaks of none.</summary>
    static int Level(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal)
        && ushort.TryParse(name[prefix.Length..].Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out ushort level)
            ? level
            : -1;
}
