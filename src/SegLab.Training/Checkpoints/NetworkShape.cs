namespace SegLab.Training.Checkpoints;

/// <summary>What a weights file says about the network it belongs to, so that it can be built again.</summary>
/// <param name="Name">The kind of network, such as <c>unet</c>.</param>
/// <param name="Width">Channels of its first level.</param>
/// <param name="Depth">Levels below the first.</param>
public sealed record NetworkShape(string Name, int Width, int Depth);
