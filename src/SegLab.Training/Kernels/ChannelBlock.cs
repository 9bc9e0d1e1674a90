namespace SegLab.Training.Kernels;

/// <summary>The channels in a block of sixteen lanes; lanes beyond <paramref name="Count"/> hold zeros.</summary>
/// <param name="First">The first lane's channel.</param>
/// <param name="Count">Channels, 1 to 16.</param>
readonly record struct ChannelBlock(int First, int Count);
