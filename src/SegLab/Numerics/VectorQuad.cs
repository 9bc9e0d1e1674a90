using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SegLab.Numerics;

/// <summary>Four vectors that are next to each other: enough independent work to hide how long one operation takes, and constants are loaded once for all.</summary>
readonly unsafe struct VectorQuad(Vector512<float> first, Vector512<float> second, Vector512<float> third, Vector512<float> fourth)
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>How many floats there are in one.</summary>
    public const int Count = 4 * Lanes.Count;

    readonly Vector512<float> first = first, second = second, third = third, fourth = fourth;

    public static VectorQuad Zero => default;

    [MethodImpl(Inline)]
    public static VectorQuad Create(float value)
    {
        Vector512<float> all = Vector512.Create(value);
        return new(all, all, all, all);
    }

    [MethodImpl(Inline)]
    public static VectorQuad Load(float* source) => new(
        Vector512.Load(source),
        Vector512.Load(source + Lanes.Count),
        Vector512.Load(source + 2 * Lanes.Count),
        Vector512.Load(source + 3 * Lanes.Count));

    [MethodImpl(Inline)]
    public void Store(float* destination)
    {
        first.Store(destination);
        second.Store(destination + Lanes.Count);
        third.Store(destination + 2 * Lanes.Count);
        fourth.Store(destination + 3 * Lanes.Count);
    }

    /// <summary>Writes past the caches, to where nothing is read soon. The destination is a multiple of 64 bytes.</summary>
    [MethodImpl(Inline)]
    public void Stream(float* destination)
    {
        first.StoreAlignedNonTemporal(destination);
        second.StoreAlignedNonTemporal(destination + Lanes.Count);
        third.StoreAlignedNonTemporal(destination + 2 * Lanes.Count);
        fourth.StoreAlignedNonTemporal(destination + 3 * Lanes.Count);
    }

    [MethodImpl(Inline)]
    public static VectorQuad operator +(VectorQuad left, VectorQuad right) =>
        new(left.first + right.first, left.second + right.second, left.third + right.third, left.fourth + right.fourth);

    [MethodImpl(Inline)]
    public static VectorQuad operator -(VectorQuad left, VectorQuad right) =>
        new(left.first - right.first, left.second - right.second, left.third - right.third, left.fourth - right.fourth);

    [MethodImpl(Inline)]
    public static VectorQuad operator *(VectorQuad left, VectorQuad right) =>
        new(left.first * right.first, left.second * right.second, left.third * right.third, left.fourth * right.fourth);

    /// <summary>The values where a condition holds, and 0 elsewhere.</summary>
    [MethodImpl(Inline)]
    public static VectorQuad operator &(VectorQuad condition, VectorQuad values) =>
        new(condition.first & values.first, condition.second & values.second, condition.third & values.third, condition.fourth & values.fourth);

    /// <summary>The four added lane by lane.</summary>
    [MethodImpl(Inline)]
    public Vector512<float> Sum() => first + second + (third + fourth);

    /// <summary>The larger number of each lane; what NaN gives is open.</summary>
    [MethodImpl(Inline)]
    public static VectorQuad Max(VectorQuad left, VectorQuad right) => new(
        Vector512.MaxNative(left.first, right.first),
        Vector512.MaxNative(left.second, right.second),
        Vector512.MaxNative(left.third, right.third),
        Vector512.MaxNative(left.fourth, right.fourth));

    /// <summary>left * right + add, rounded once where the machine can.</summary>
    [MethodImpl(Inline)]
    public static VectorQuad MultiplyAdd(VectorQuad left, VectorQuad right, VectorQuad add) => new(
        Vector512.MultiplyAddEstimate(left.first, right.first, add.first),
        Vector512.MultiplyAddEstimate(left.second, right.second, add.second),
        Vector512.MultiplyAddEstimate(left.third, right.third, add.third),
        Vector512.MultiplyAddEstimate(left.fourth, right.fourth, add.fourth));

    /// <summary>All bits of each lane whose 32-bit integer equals a number.</summary>
    [MethodImpl(Inline)]
    public static VectorQuad Equals(VectorQuad integers, int value)
    {
        Vector512<int> all = Vector512.Create(value);
        return new(
            Vector512.Equals(integers.first.AsInt32(), all).AsSingle(),
            Vector512.Equals(integers.second.AsInt32(), all).AsSingle(),
            Vector512.Equals(integers.third.AsInt32(), all).AsSingle(),
            Vector512.Equals(integers.fourth.AsInt32(), all).AsSingle());
    }

    [MethodImpl(Inline)]
    public static VectorQuad Select(VectorQuad condition, VectorQuad ifTrue, VectorQuad ifFalse) => new(
        Vector512.ConditionalSelect(condition.first, ifTrue.first, ifFalse.first),
        Vector512.ConditionalSelect(condition.second, ifTrue.second, ifFalse.second),
        Vector512.ConditionalSelect(condition.third, ifTrue.third, ifFalse.third),
        Vector512.ConditionalSelect(condition.fourth, ifTrue.fourth, ifFalse.fourth));

    /// <summary>The larger magnitude of each lane; NaN is larger than anything.</summary>
    [MethodImpl(Inline)]
    public static VectorQuad LargerMagnitude(VectorQuad magnitudes, VectorQuad values)
    {
        Vector512<int> magnitude = Vector512.Create(0x7fffffff);
        return new(
            Vector512.Max(magnitudes.first.AsInt32(), values.first.AsInt32() & magnitude).AsSingle(),
            Vector512.Max(magnitudes.second.AsInt32(), values.second.AsInt32() & magnitude).AsSingle(),
            Vector512.Max(magnitudes.third.AsInt32(), values.third.AsInt32() & magnitude).AsSingle(),
            Vector512.Max(magnitudes.fourth.AsInt32(), values.fourth.AsInt32() & magnitude).AsSingle());
    }

    /// <summary>Whether all magnitudes are at most a number; NaN is not.</summary>
    [MethodImpl(Inline)]
    public static bool AllAtMost(VectorQuad magnitudes, float limit)
    {
        Vector512<int> largest = Vector512.Max(
            Vector512.Max(magnitudes.first.AsInt32(), magnitudes.second.AsInt32()),
            Vector512.Max(magnitudes.third.AsInt32(), magnitudes.fourth.AsInt32()));
        return Vector512.LessThanOrEqualAll(largest, Vector512.Create(BitConverter.SingleToInt32Bits(limit)));
    }

    /// <inheritdoc cref="LaneMath.ExpOfModerate"/>
    [MethodImpl(Inline)]
    public static VectorQuad ExpOfModerate(VectorQuad x) =>
        new(LaneMath.ExpOfModerate(x.first), LaneMath.ExpOfModerate(x.second), LaneMath.ExpOfModerate(x.third), LaneMath.ExpOfModerate(x.fourth));
}
