using SegLab.Distance;
using SegLab.Losses.Kernels;
using SegLab.Numerics;

namespace SegLab.Losses.Weights;

/// <summary>
/// The weights of the distance-map penalised cross-entropy (Caliva and others, 2019): 1 + phi, where phi falls from 1 at the border of a
/// class's region in an image to 0 at its farthest pixel, (largest d - d) / (largest d - smallest d), d being the distance to the
/// nearest pixel that is not of the class.
/// </summary>
/// <remarks>
/// Where all pixels of a class are equally far, phi is 1; where a class covers the image, so that there is no border, phi is 0. Ignored
/// pixels belong to no class and have the weight 0. The same bits for any number of threads; nothing is allocated after the first call with
/// a shape.
/// </remarks>
sealed unsafe class DistancePenaltyWeights : ParallelLoop, ILabelWeights
{
    const int PixelsPerItem = 16384;

    readonly EuclideanTransform transform = new();
    float[] least = [], largest = [];
    nint labels, weights, pixels;
    int classes, piecesPerImage;
    bool measuring;

    void ILabelWeights.Fill(in LossArguments arguments, int* labels, float* weights) =>
        Fill(arguments.Extents, [], labels, arguments.Images, Math.Max(arguments.Channels, 2), weights, arguments.Threads);

    /// <summary>Fills the weights of all images.</summary>
    /// <param name="extents">The spatial extents of an image.</param>
    /// <param name="spacing">The distance between neighbours along each axis; 1 when empty.</param>
    /// <param name="labels"><c>[images, pixels]</c>, each 0 to classes - 1 or <see cref="Tile.NoLabel"/>.</param>
    /// <param name="images">How many images there are.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="weights">Receives <c>[images, pixels]</c>.</param>
    /// <param name="threads">The most threads to use.</param>
    public void Fill(
        ReadOnlySpan<nint> extents, ReadOnlySpan<double> spacing, int* labels, int images, int classes, float* weights, int threads)
    {
        var shape = SpatialShape.Create(extents, spacing);
        (this.labels, this.weights, this.classes, pixels) = ((nint)labels, (nint)weights, classes, shape.Elements);
        piecesPerImage = checked((int)((pixels + PixelsPerItem - 1) / PixelsPerItem));
        int items = images * piecesPerImage;
        if (least.Length < items * classes) (least, largest) = (new float[items * classes], new float[items * classes]);

        transform.Run(shape, Sites.OtherLabel, labels, images, 1, weights, root: true, threads);
        measuring = true;
        Run(items, threads);
        for (int image = 0; image < images; image++) Collect(image);
        measuring = false;
        Run(items, threads);
    }

    protected override void Invoke(int item, int worker)
    {
        nint begin = item / piecesPerImage * pixels + (nint)(item % piecesPerImage) * PixelsPerItem;
        int count = (int)Math.Min(PixelsPerItem, (item / piecesPerImage + 1) * pixels - begin);
        int* label = (int*)labels + begin;
        float* weight = (float*)weights + begin;
        if (measuring) Measure(label, weight, count, least.AsSpan(item * classes, classes), largest.AsSpan(item * classes, classes));
        else Weigh(label, weight, count, item / piecesPerImage * piecesPerImage * classes);
    }

    static void Measure(int* label, float* distance, int count, Span<float> least, Span<float> largest)
    {
        least.Fill(float.PositiveInfinity);
        largest.Fill(float.NegativeInfinity);
        for (int i = 0; i < count; i++)
        {
            if (label[i] == Tile.NoLabel) continue;
            ref float low = ref least[label[i]], high = ref largest[label[i]];
            low = Math.Min(low, distance[i]);
            high = Math.Max(high, distance[i]);
        }
    }

    /// <summary>Leaves the range of each class of an image in the place of its first piece.</summary>
    void Collect(int image)
    {
        int first = image * piecesPerImage * classes;
        for (int piece = 1; piece < piecesPerImage; piece++)
        {
            for (int k = 0; k < classes; k++)
            {
                least[first + k] = Math.Min(least[first + k], least[first + piece * classes + k]);
                largest[first + k] = Math.Max(largest[first + k], largest[first + piece * classes + k]);
            }
        }
    }

    void Weigh(int* label, float* weight, int count, int range)
    {
        for (int i = 0; i < count; i++)
        {
            if (label[i] == Tile.NoLabel)
            {
                weight[i] = 0;
                continue;
            }

            float low = least[range + label[i]], high = largest[range + label[i]];
            float phi = float.IsInfinity(high) ? 0 : high == low ? 1 : (high - weight[i]) / (high - low);
            weight[i] = 1 + phi;
        }
    }
}
