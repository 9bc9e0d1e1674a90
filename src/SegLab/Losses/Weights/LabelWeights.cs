namespace SegLab.Losses.Weights;

/// <summary>A map of pixel weights that a loss makes from the labels.</summary>
abstract unsafe class LabelWeights
{
    /// <summary>Writes the weight of each pixel.</summary>
    /// <param name="labels"><c>[N, pixels]</c>, <see cref="Kernels.Tile.NoLabel"/> where a pixel does not count.</param>
    /// <param name="instances"><c>[N, pixels]</c> instance numbers, 0 for none, or null: connected components then stand in.</param>
    /// <param name="images">N.</param>
    /// <param name="extents">The spatial extents.</param>
    /// <param name="weights">Receives the weights, <c>[N, pixels]</c>.</param>
    /// <param name="threads">The most threads to use.</param>
    public abstract void Fill(int* labels, int* instances, int images, ReadOnlySpan<nint> extents, float* weights, int threads);
}
