using SegLab.Numerics;

namespace SegLab.Losses.Kernels;

/// <summary>What some papers apply to the mean over the classes, in place of each class.</summary>
interface IMeanLink
{
    T Invoke<T>(T mean)
        where T : struct, IReal<T>;
}

/// <summary>Nothing.</summary>
readonly struct NoLink : IMeanLink
{
    public T Invoke<T>(T mean)
        where T : struct, IReal<T> => mean;
}
