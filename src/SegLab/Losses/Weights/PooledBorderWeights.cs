using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using SegLab.Distance;
using SegLab.Losses.Kernels;
using SegLab.Numerics;

namespace SegLab.Losses.Weights;

/// <summary>
/// The weights of the tutorials' weighted BCE-Dice: w = scale * exp(-sharpness * |a - 0.5|) divided by its mean over the batch, where a is
/// the share of foreground in a window around the pixel, so that pixels near a border weigh most.
/// </summary>
/// <remarks>
/// Foreground is every label but 0. An ignored pixel counts in no window and not in the mean, and has the weight 0. The same bits for
/// any number of threads; nothing is allocated after the first call with a shape.
/// </remarks>
sealed unsafe class PooledBorderWeights : ParallelLoop, ILabelWeights
{
    const int PixelsPerItem = 16384;
    const int ColumnsPerItem = 256;

    readonly WindowCounts foreground = new(), known = new();
    SpatialShape shape;
    double[] totals = [];
    float[][] shares = [];
    nint labels, weights, pixels;
    double fullWindow, factor;
    int items, itemsPerImage, slicesPerItem;
    Pass pass;

    enum Pass
    {
        Mark,
        SumFirst,
        Weigh,
        Normalize,
    }

    /// <summary>How many pixels wide the window is along each axis: odd.</summary>
    public int Window { get; init; } = 41;

    /// <summary>Whether the share is that of a whole window, with what lies outside the image, or is ignored, as background.</summary>
    public bool CountPadding { get; init; }

    /// <summary>The weight of a pixel half of whose window is foreground, before the division by the mean.</summary>
    public double Scale { get; init; } = 5;

    /// <summary>How fast the weight falls with the distance of the share from a half.</summary>
    public double Sharpness { get; init; } = 5;

    void ILabelWeights.Fill(in LossArguments arguments, int* labels, float* weights) =>
        Fill(arguments.Extents, labels, arguments.Images, weights, arguments.Threads);

    /// <summary>Fills the weights of all images.</summary>
    /// <param name="extents">The spatial extents of an image.</param>
    /// <param name="labels"><c>[images, pixels]</c>.</param>
    /// <param name="images">How many images there are.</param>
    /// <param name="weights">Receives <c>[images, pixels]</c>.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">The window is not odd.</exception>
    public void Fill(ReadOnlySpan<nint> extents, int* labels, int images, float* weights, int threads)
    {
        if (Window < 1 || Window % 2 == 0) throw new ArgumentException($"The window is {Window} pixels wide; it must be odd.");
        shape = SpatialShape.Create(extents, []);
        (this.labels, this.weights, pixels) = ((nint)labels, (nint)weights, shape.Elements);
        fullWindow = Math.Pow(Window, extents.Length);
        foreground.Prepare(shape, images, Window / 2);
        known.Prepare(shape, images, Window / 2);
        if (shares.Length < threads || shares[0].Length < shape.Last + Lanes.Count)
        {
            shares = new float[threads][];
            for (int i = 0; i < threads; i++) shares[i] = new float[shape.Last + Lanes.Count];
        }

        int pieces = checked((int)((pixels + PixelsPerItem - 1) / PixelsPerItem));
        slicesPerItem = Math.Max(1, PixelsPerItem / shape.Plane);
        int sliceItems = (shape.First + slicesPerItem - 1) / slicesPerItem;
        if (totals.Length < 2 * images * sliceItems) totals = new double[2 * images * sliceItems];
        Execute(Pass.Mark, images, pieces, threads);
        Execute(Pass.SumFirst, images, (shape.Plane + ColumnsPerItem - 1) / ColumnsPerItem, threads);
        Execute(Pass.Weigh, images, sliceItems, threads);
        double sum = 0, count = 0;
        for (int item = 0; item < items; item++) (sum, count) = (sum + totals[2 * item], count + totals[2 * item + 1]);
        factor = sum == 0 ? 1 : count / sum;
        Execute(Pass.Normalize, images, pieces, threads);
    }

    void Execute(Pass next, int images, int perImage, int threads)
    {
        (pass, itemsPerImage, items) = (next, perImage, images * perImage);
        Run(items, threads);
    }

    protected override void Invoke(int item, int worker)
    {
        int image = item / itemsPerImage, piece = item % itemsPerImage;
        nint first = image * pixels + (nint)piece * PixelsPerItem;
        int count = (int)Math.Min(PixelsPerItem, (image + 1) * pixels - first);
        switch (pass)
        {
            case Pass.Mark:
                foreground.Mark((int*)labels, first, count, isForeground: true);
                known.Mark((int*)labels, first, count, isForeground: false);
                break;
            case Pass.SumFirst:
                foreground.SumFirst(image, piece * ColumnsPerItem, ColumnsPerItem);
                known.SumFirst(image, piece * ColumnsPerItem, ColumnsPerItem);
                break;
            case Pass.Weigh:
                (totals[2 * item], totals[2 * item + 1]) = (0, 0);
                int end = Math.Min(shape.First, (piece + 1) * slicesPerItem);
                Span<double> total = totals.AsSpan(2 * item, 2);
                for (int slice = piece * slicesPerItem; slice < end; slice++) WeighSlice(image, slice, shares[worker], total);
                break;
            case Pass.Normalize:
                var span = new Span<float>((float*)weights + first, count);
                TensorPrimitives.Multiply(span, (float)factor, span);
                break;
        }
    }

    void WeighSlice(int image, int slice, float[] share, Span<double> total)
    {
        nint offset = image * pixels + (nint)slice * shape.Plane;
        int* withForeground = foreground.SumMiddle(offset), withKnown = known.SumMiddle(offset);
        for (int row = 0; row < shape.Middle; row++)
        {
            nint begin = offset + (nint)row * shape.Last;
            Share(withForeground + (nint)row * shape.Last, withKnown + (nint)row * shape.Last, share);
            Weigh((int*)labels + begin, share, (float*)weights + begin, total);
        }
    }

    /// <summary>Slides the window along a row.</summary>
    void Share(int* withForeground, int* withKnown, float[] share)
    {
        int reach = Window / 2, inWindow = 0, counted = 0;
        for (int x = 0; x < Math.Min(reach, shape.Last); x++) (inWindow, counted) = (inWindow + withForeground[x], counted + withKnown[x]);
        for (int x = 0; x < shape.Last; x++)
        {
            if (x + reach < shape.Last) (inWindow, counted) = (inWindow + withForeground[x + reach], counted + withKnown[x + reach]);
            if (x - reach > 0) (inWindow, counted) = (inWindow - withForeground[x - reach - 1], counted - withKnown[x - reach - 1]);
            share[x] = CountPadding ? (float)(inWindow / fullWindow) : inWindow / Math.Max((float)counted, 1);
        }
    }

    void Weigh(int* label, float[] share, float* weight, Span<double> total)
    {
        Vector512<float> half = Vector512.Create(0.5f);
        for (int x = 0; x < shape.Last; x += Lanes.Count)
        {
            Vector512<float> distance = Vector512.Abs(Vector512.LoadUnsafe(ref share[x]) - half);
            (LaneMath.Exp(distance * (float)-Sharpness) * (float)Scale).StoreUnsafe(ref share[x]);
        }

        for (int x = 0; x < shape.Last; x++)
        {
            bool counts = label[x] != Tile.NoLabel;
            weight[x] = counts ? share[x] : 0;
            total[0] += weight[x];
            total[1] += counts ? 1 : 0;
        }
    }
}
