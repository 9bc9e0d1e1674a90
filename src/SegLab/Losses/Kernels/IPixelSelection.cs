namespace SegLab.Losses.Kernels;

/// <summary>Chooses the pixels that count by their loss.</summary>
unsafe interface IPixelSelection
{
    /// <summary>Overwrites the loss of each pixel by its weight: the same for all that are chosen, and 0.</summary>
    /// <param name="losses">The losses, <c>[N, pixels]</c>; receives the weights.</param>
    /// <param name="labels"><c>[N, pixels]</c>, <see cref="Tile.NoLabel"/> where a pixel does not count.</param>
    /// <param name="images">N.</param>
    /// <param name="pixels">Pixels of an image.</param>
    /// <param name="threads">The most threads to use.</param>
    void Select(float* losses, int* labels, int images, nint pixels, int threads);
}
