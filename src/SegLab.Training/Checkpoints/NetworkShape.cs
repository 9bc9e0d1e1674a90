using SegLab.Training.Networks;

namespace SegLab.Training.Checkpoints;

/// <summary>What a weights file says about the network it belongs to, so that it can be built again.</summary>
/// <param name="Name">The kind of network; <c>unet</c> is the one that <see cref="Build"/> knows.</param>
/// <param name="Width">Channels of its first level.</param>
/// <param name="Depth">Levels below the first.</param>
public sealed record NetworkShape(string Name, int Width, int Depth)
{
    /// <summary>The shape of a U-Net.</summary>
    public static NetworkShape UNet(int width, int depth) => new("unet", width, depth);

    /// <summary>Builds a network of this shape.</summary>
    /// <param name="inputChannels">Channels of an image.</param>
    /// <param name="classes">Channels of the logits.</param>
    /// <param name="seed">What its initial weights are drawn from.</param>
    /// <exception cref="InvalidDataException">This version does not know the kind of network.</exception>
    public Network Build(int inputChannels, int classes, int seed) => Name == "unet"
        ? new UNet(inputChannels, classes, Width, Depth, seed)
        : throw new InvalidDataException($"There is no network '{Name}' in this version; it knows 'unet'.");
}
