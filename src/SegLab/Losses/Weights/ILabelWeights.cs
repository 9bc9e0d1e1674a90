using SegLab.Losses.Kernels;

namespace SegLab.Losses.Weights;

/// <summary>Makes pixel weights from the labels.</summary>
unsafe interface ILabelWeights
{
    /// <summary>Writes the weight of each pixel.</summary>
    /// <param name="arguments">The shape, instance numbers where there are some, and the threads to use.</param>
    /// <param name="labels"><c>[N, pixels]</c>, <see cref="Tile.NoLabel"/> where a pixel does not count.</param>
    /// <param name="weights">Receives the weights, <c>[N, pixels]</c>.</param>
    void Fill(in LossArguments arguments, int* labels, float* weights);
}
