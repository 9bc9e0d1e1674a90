using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Boxes.Kernels;

/// <summary>A predicted box and its target along one axis: two intervals.</summary>
/// <remarks>Where two sides tie, each has half the slope of their minimum or maximum.</remarks>
readonly struct BoxAxis<E>(Vector512<E> low, Vector512<E> high, Vector512<E> targetLow, Vector512<E> targetHigh)
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    readonly Vector512<E> low = low, high = high, targetLow = targetLow, targetHigh = targetHigh;

    /// <summary>The length that both share; 0, without slopes, where they do not overlap.</summary>
    public Side<E> Overlap
    {
        [MethodImpl(Inline)]
        get
        {
            Vector512<E> length = Vector512.Min(high, targetHigh) - Vector512.Max(low, targetLow);
            Vector512<E> overlaps = Vector512.GreaterThan(length, Vector512<E>.Zero);
            return new(length & overlaps, -PackMath.ShareOfLarger(low, targetLow) & overlaps, PackMath.ShareOfLarger(targetHigh, high) & overlaps);
        }
    }

    /// <summary>The length of the least interval that encloses both.</summary>
    public Side<E> Enclosing
    {
        [MethodImpl(Inline)]
        get => new(Vector512.Max(high, targetHigh) - Vector512.Min(low, targetLow), -PackMath.ShareOfLarger(targetLow, low), PackMath.ShareOfLarger(high, targetHigh));
    }

    /// <summary>The length of the prediction.</summary>
    public Side<E> Size
    {
        [MethodImpl(Inline)]
        get => new(high - low, -Vector512<E>.One, Vector512<E>.One);
    }

    public Vector512<E> TargetSize
    {
        [MethodImpl(Inline)]
        get => targetHigh - targetLow;
    }

    /// <summary>The prediction's center minus the target's.</summary>
    public Side<E> Offset
    {
        [MethodImpl(Inline)]
        get
        {
            Vector512<E> half = PackMath.Constant<E>(0.5);
            return new(half * (low - targetLow + (high - targetHigh)), half, half);
        }
    }

    /// <summary>The left or upper side of the prediction minus the target's.</summary>
    public Side<E> LowOffset
    {
        [MethodImpl(Inline)]
        get => new(low - targetLow, Vector512<E>.One, Vector512<E>.Zero);
    }

    /// <summary>The right or lower side of the prediction minus the target's.</summary>
    public Side<E> HighOffset
    {
        [MethodImpl(Inline)]
        get => new(high - targetHigh, Vector512<E>.Zero, Vector512<E>.One);
    }
}
