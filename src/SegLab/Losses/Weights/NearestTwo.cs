using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SegLab.Losses.Weights;

/// <summary>For sixteen pixels the distances to the nearest instance and to the nearest of the others, and which these are.</summary>
/// <remarks>
/// Distances are steps or squares of steps. Two instances a pixel are enough to go from axis to axis: one that is third at some pixel of a
/// line has two before it there, and these are before it for every pixel that it could reach from there.
/// </remarks>
struct NearestTwo
{
    /// <summary>A distance to nothing; the instance is then 0.</summary>
    public const int Infinity = 1 << 29;

    public Vector512<int> First, FirstInstance, Second, SecondInstance;

    public static NearestTwo None => new() { First = Vector512.Create(Infinity), Second = Vector512.Create(Infinity) };

    /// <summary>Takes in an instance at a distance.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector512<int> distance, Vector512<int> instance)
    {
        Vector512<int> same = Vector512.Equals(instance, FirstInstance);
        Vector512<int> nearer = Vector512.LessThan(distance, First);

        // The farther of the newcomer and the first comes second, unless both are one instance or the second is nearer. It also does where
        // it is as far as the second: that may be the newcomer's own instance, which must not be kept twice and the first forgotten.
        Vector512<int> loser = Vector512.Max(distance, First);
        Vector512<int> replaces = Vector512.AndNot(Vector512.LessThanOrEqual(loser, Second), same);
        Vector512<int> losing = Vector512.ConditionalSelect(nearer, FirstInstance, instance);
        SecondInstance = Vector512.ConditionalSelect(replaces, losing, SecondInstance);
        Second = Vector512.ConditionalSelect(replaces, loser, Second);
        FirstInstance = Vector512.ConditionalSelect(nearer, instance, FirstInstance);
        First = Vector512.Min(distance, First);
    }
}
