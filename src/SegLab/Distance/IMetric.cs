using System.Runtime.Intrinsics;

namespace SegLab.Distance;

/// <summary>
/// The arithmetic of squared distances along one axis. A row of sites and their heights make parabolas, height + (position - site)^2; what
/// the envelope asks for are sixteen (or eight) positions of them at once, site after site.
/// </summary>
interface IMetric<T> where T : unmanaged
{
    /// <summary>The square of a distance to nothing.</summary>
    static abstract T Infinity { get; }

    /// <summary>What <see cref="At"/> needs to know of parabolas with these heights and sites.</summary>
    Vector512<T> Apex(Vector512<T> height, Vector512<T> site);

    /// <summary>The state of a walk over the sites, at its first.</summary>
    Vector512<T> Start(Vector512<T> positions, T site);

    /// <summary>What each next site adds to the state.</summary>
    Vector512<T> Step(Vector512<T> positions);

    /// <summary>Orders the parabolas at the positions.</summary>
    Vector512<T> At(Vector512<T> state, T apex);

    /// <summary>The squared distances from the least of <see cref="At"/>.</summary>
    Vector512<T> Square(Vector512<T> least, Vector512<T> positions);

    /// <summary>Squares the steps of the first axis. The memory of both has room for whole vectors.</summary>
    static abstract unsafe void FromSteps(int* steps, T* squares, int count, double spacing);

    /// <summary>The floats of one vector of squared distances; infinite where there is no site.</summary>
    /// <param name="squares">As many as floats fit a vector.</param>
    /// <param name="root">Whether to take the root.</param>
    /// <param name="scale">The spacing of squares that count in steps.</param>
    static abstract unsafe Vector512<float> ToFloats(T* squares, bool root, double scale);

    /// <summary>One squared distance in double; infinite where there is no site.</summary>
    /// <param name="square">As from <see cref="Square"/>.</param>
    /// <param name="scale">The spacing of squares that count in steps.</param>
    static abstract double ToDouble(T square, double scale);
}
