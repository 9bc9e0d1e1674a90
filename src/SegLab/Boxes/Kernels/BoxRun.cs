using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Boxes.Kernels;

/// <summary>Some boxes of a call.</summary>
unsafe struct BoxRun<E>
    where E : unmanaged
{
    public E* Predictions, Targets, Weights, Values, Gradient;
    public int Count;

    /// <summary>The weighted sum of their values.</summary>
    public double Sum;

    /// <summary>Where the first boxes that are none are; negative when all are well. What comes after them is not evaluated.</summary>
    public int Fault;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector512<E> WeightsAt(int index) => Weights == null ? Vector512<E>.One : Vector512.Load(Weights + index);

    /// <summary>Takes the weighted values of the boxes from an index on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector512<E> values, int index)
    {
        Sum += PackMath.Sum(values);
        if (Values != null) values.Store(Values + index);
    }
}
