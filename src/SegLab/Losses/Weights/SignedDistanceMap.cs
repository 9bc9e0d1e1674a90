using SegLab.Distance;
using SegLab.Numerics;

namespace SegLab.Losses.Weights;

/// <summary>
/// The map of the boundary loss (Kervadec and others, 2019): each class's signed distance to its border, positive outside the class and
/// negative inside. 0 everywhere for a class without pixels and for one that covers the whole image.
/// </summary>
/// <remarks>
/// Ignored pixels belong to no class. One transform serves the insides of all classes; the outside of each class that is present takes
/// one. The map is the same, bit for bit, for any number of threads; nothing is allocated after the first call with a shape.
/// </remarks>
sealed unsafe class SignedDistanceMap : ParallelLoop
{
    const int PixelsPerItem = 16384;

    readonly EuclideanTransform transform = new();
    LineMemory<float> inside = new(0);
    bool[] absent = [];
    nint labels, map, pixels;
    int channels, firstLabel, piecesPerImage;
    bool counting;

    /// <summary>Whether a class's pixels next to its border have 0, -(d - 1) as in the paper's code, and not -d.</summary>
    public bool ZeroOnInnerRim { get; init; } = true;

    /// <summary>Fills the maps of all images and channels.</summary>
    /// <param name="extents">The spatial extents of an image.</param>
    /// <param name="spacing">The distance between neighbours along each axis; 1 when empty.</param>
    /// <param name="labels"><c>[images, pixels]</c>.</param>
    /// <param name="images">How many images there are.</param>
    /// <param name="channels">How many classes, from label 0 on; a single channel is that of label 1.</param>
    /// <param name="map">Receives <c>[images, channels, pixels]</c>.</param>
    /// <param name="threads">The most threads to use.</param>
    public void Fill(
        ReadOnlySpan<nint> extents, ReadOnlySpan<double> spacing, int* labels, int images, int channels, float* map, int threads)
    {
        var shape = SpatialShape.Create(extents, spacing);
        (this.labels, this.map, this.channels, pixels) = ((nint)labels, (nint)map, channels, shape.Elements);
        firstLabel = channels == 1 ? 1 : 0;
        piecesPerImage = checked((int)((pixels + PixelsPerItem - 1) / PixelsPerItem));
        if (absent.Length != images * channels) absent = new bool[images * channels];
        if (inside.Length < images * pixels) inside = new(images * pixels);

        counting = true;
        Run(images, threads);
        transform.Run(shape, Sites.Class, labels, images, channels, map, root: true, threads, firstLabel, absent);
        transform.Run(shape, Sites.OtherLabel, labels, images, 1, inside.Pointer, root: true, threads);
        counting = false;
        Run(images * piecesPerImage, threads);
    }

    protected override void Invoke(int item, int worker)
    {
        if (counting) FindClasses(item);
        else FillInside(item / piecesPerImage, item % piecesPerImage);
    }

    void FindClasses(int image)
    {
        Span<bool> missing = absent.AsSpan(image * channels, channels);
        missing.Fill(true);
        int* label = (int*)labels + image * pixels;
        for (nint i = 0; i < pixels; i++)
        {
            int channel = label[i] - firstLabel;
            if ((uint)channel < (uint)missing.Length) missing[channel] = false;
        }

        for (int channel = 0; channel < channels; channel++)
            if (missing[channel]) new Span<float>((float*)map + ((nint)image * channels + channel) * pixels, checked((int)pixels)).Clear();
    }

    void FillInside(int image, int piece)
    {
        int* label = (int*)labels + image * pixels;
        float* distance = inside.Pointer + image * pixels;
        float* signed = (float*)map + (nint)image * channels * pixels;
        float rim = ZeroOnInnerRim ? 1 : 0;
        for (nint i = (nint)piece * PixelsPerItem; i < Math.Min(pixels, (nint)(piece + 1) * PixelsPerItem); i++)
        {
            int channel = label[i] - firstLabel;
            if ((uint)channel < (uint)channels) signed[channel * pixels + i] = float.IsInfinity(distance[i]) ? 0 : rim - distance[i];
        }
    }
}
