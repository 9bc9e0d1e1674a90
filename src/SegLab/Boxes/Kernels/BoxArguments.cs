using SegLab.Losses;

namespace SegLab.Boxes.Kernels;

/// <summary>What a box loss is called with, as pointers; null for what is not there.</summary>
unsafe struct BoxArguments<E>
    where E : unmanaged
{
    public int Count;
    public E* Predictions, Targets, Weights, Values, Gradient;
    public BoxFormat Format;
    public Reduction Reduction;
    public BoxMean MeanOver;

    /// <summary>The most threads to use; 0 for as many as there are processors.</summary>
    public int Threads;
}
