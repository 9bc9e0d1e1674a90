using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SegLab.Distance;

/// <summary>
/// Says how many steps along an axis an element is from a site, knowing its neighbour's steps. Sites are what distances are to.
/// </summary>
interface ISites
{
    /// <summary>Steps of sixteen neighbouring elements that have no neighbour before them.</summary>
    Vector512<int> Begin(nint index);

    /// <inheritdoc cref="Begin(nint)"/>
    int BeginOne(nint index);

    /// <summary>Steps of sixteen neighbouring elements from those of their neighbours along the axis.</summary>
    Vector512<int> Follow(Vector512<int> steps, nint index, nint neighbour);

    /// <inheritdoc cref="Follow(Vector512{int}, nint, nint)"/>
    int FollowOne(int steps, nint index, nint neighbour);
}

/// <summary>The zeros of a mask.</summary>
readonly unsafe struct MaskSites(byte* mask) : ISites
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<int> Begin(nint index) => Vector512.AndNot(Vector512.Create(StepScan.Infinity), IsSite(index));

    public int BeginOne(nint index) => mask[index] == 0 ? 0 : StepScan.Infinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<int> Follow(Vector512<int> steps, nint index, nint neighbour) =>
        Vector512.AndNot(steps + Vector512<int>.One, IsSite(index));

    public int FollowOne(int steps, nint index, nint neighbour) => mask[index] == 0 ? 0 : steps + 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Vector512<int> IsSite(nint index)
    {
        (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(Vector128.Load(mask + index));
        (Vector256<uint> lower, Vector256<uint> upper) = Vector256.Widen(Vector256.Create(low, high));
        return Vector512.Equals(Vector512.Create(lower, upper).AsInt32(), Vector512<int>.Zero);
    }
}

/// <summary>The elements of one class of a label map, or all others.</summary>
readonly unsafe struct ClassSites(int* labels, int label, bool others) : ISites
{
    readonly int flip = others ? -1 : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<int> Begin(nint index) => Vector512.AndNot(Vector512.Create(StepScan.Infinity), IsSite(index));

    public int BeginOne(nint index) => IsSiteOne(index) ? 0 : StepScan.Infinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<int> Follow(Vector512<int> steps, nint index, nint neighbour) =>
        Vector512.AndNot(steps + Vector512<int>.One, IsSite(index));

    public int FollowOne(int steps, nint index, nint neighbour) => IsSiteOne(index) ? 0 : steps + 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Vector512<int> IsSite(nint index) => Vector512.Equals(Vector512.Load(labels + index), Vector512.Create(label)) ^ Vector512.Create(flip);

    bool IsSiteOne(nint index) => (labels[index] == label) != others;
}

/// <summary>For each element those of another label.</summary>
readonly unsafe struct OtherLabelSites(int* labels) : ISites
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<int> Begin(nint index) => Vector512.Create(StepScan.Infinity);

    public int BeginOne(nint index) => StepScan.Infinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<int> Follow(Vector512<int> steps, nint index, nint neighbour)
    {
        Vector512<int> same = Vector512.Equals(Vector512.Load(labels + index), Vector512.Load(labels + neighbour));
        return (steps & same) + Vector512<int>.One;
    }

    public int FollowOne(int steps, nint index, nint neighbour) => labels[index] == labels[neighbour] ? steps + 1 : 1;
}
