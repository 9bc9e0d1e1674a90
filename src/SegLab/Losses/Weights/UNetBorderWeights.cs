using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SegLab.Distance;
using SegLab.Labels;
using SegLab.Losses.Kernels;
using SegLab.Numerics;

namespace SegLab.Losses.Weights;

/// <summary>
/// The weights of the U-Net paper (Ronneberger and others, 2015): w = w_class + w0 * exp(-(d1 + d2)^2 / (2 sigma^2)), where d1 and d2 are
/// the distances to the nearest instance and to the nearest other one (0 within an instance), so that the gaps between touching cells weigh
/// most. With fewer than two instances there is no border term.
/// </summary>
/// <remarks>
/// All instances at once, in passes along the axes that keep the nearest two: the cost does not depend on how many there are. A pass looks
/// as far as the border term reaches: beyond, it is less than the last bit of the weight. Ignored pixels belong to no instance and have the
/// weight 0. The same bits for any number of threads; nothing is allocated after the first call with a shape.
/// </remarks>
sealed unsafe class UNetBorderWeights : ParallelLoop, ILabelWeights
{
    const int PixelsPerItem = 8192;

    /// <summary>The squares of three such distances stay below <see cref="NearestTwo.Infinity"/>.</summary>
    const int LargestReach = 13000;

    SpatialShape shape;
    NearestTwoPlanes image = new(0, 0, 0);
    NearestTwoPlanes[] slices = [];
    LineMemory<int> components = new(0);
    nint labels, instances, weights;
    int reach, slicesPerItem;
    Pass pass;

    enum Pass
    {
        FindComponents,
        CopyInstances,
        AlongFirst,
        Weigh,
    }

    /// <summary>w0, the border term between two instances that touch.</summary>
    public double BorderWeight { get; init; } = 10;

    /// <summary>Sigma, how far the border term reaches, in pixels.</summary>
    public double BorderSigma { get; init; } = 5;

    /// <summary>The class weight of label 0.</summary>
    public double BackgroundWeight { get; init; } = 1;

    /// <summary>The class weight of all other labels.</summary>
    public double ForegroundWeight { get; init; } = 1;

    /// <summary>Whether pixels of label 0 alone have the border term.</summary>
    public bool OnlyOnBackground { get; init; } = true;

    void ILabelWeights.Fill(in LossArguments arguments, int* labels, float* weights) =>
        Fill(arguments.Extents, labels, arguments.Instances, arguments.Images, weights, arguments.Threads);

    /// <summary>Fills the weights of all images.</summary>
    /// <param name="extents">The spatial extents of an image.</param>
    /// <param name="labels"><c>[images, pixels]</c>.</param>
    /// <param name="instances">
    /// The instance that each pixel belongs to, 0 for none, <c>[images, pixels]</c>; null for the connected components (by faces) of the
    /// labels.
    /// </param>
    /// <param name="images">How many images there are.</param>
    /// <param name="weights">Receives <c>[images, pixels]</c>.</param>
    /// <param name="threads">The most threads to use.</param>
    public void Fill(ReadOnlySpan<nint> extents, int* labels, int* instances, int images, float* weights, int threads)
    {
        Prepare(SpatialShape.Create(extents, []), threads);
        this.labels = (nint)labels;
        if (instances == null)
        {
            if (components.Length < images * shape.Elements) components = new(images * shape.Elements);
            Execute(Pass.FindComponents, images, threads);
            instances = components.Pointer;
        }

        int rows = shape.First * shape.Middle;
        for (int i = 0; i < images; i++)
        {
            nint offset = i * shape.Elements;
            (this.labels, this.instances, this.weights) = ((nint)(labels + offset), (nint)(instances + offset), (nint)(weights + offset));
            Execute(Pass.CopyInstances, rows, threads);
            Execute(Pass.AlongFirst, shape.Middle * image.Blocks, threads);
            Execute(Pass.Weigh, (shape.First + slicesPerItem - 1) / slicesPerItem, threads);
        }
    }

    void Prepare(in SpatialShape next, int threads)
    {
        int farthest = Math.Max(next.First, Math.Max(next.Middle, next.Last));
        int nextReach = (int)Math.Min(Reach(), Math.Min(farthest, LargestReach));
        if (next == shape && nextReach == reach && slices.Length >= threads) return;
        (shape, reach) = (next, nextReach);
        slicesPerItem = Math.Max(1, PixelsPerItem / shape.Plane);
        image = new(shape.First * shape.Middle, shape.Last, reach);
        slices = new NearestTwoPlanes[Math.Max(1, threads)];
        for (int i = 0; i < slices.Length; i++) slices[i] = new(shape.Middle > 1 ? shape.Middle : 0, shape.Last, reach);
    }

    /// <summary>The sum of distances from which on the border term leaves the float of the weight as it is.</summary>
    double Reach()
    {
        double least = OnlyOnBackground ? BackgroundWeight : Math.Min(BackgroundWeight, ForegroundWeight);
        const double quarterOfLastBit = 1.0 / (1 << 26), underflow = 1e-46;
        double negligible = Math.Max(least * quarterOfLastBit, underflow);
        return BorderWeight <= negligible ? 0 : Math.Ceiling(BorderSigma * Math.Sqrt(2 * Math.Log(BorderWeight / negligible))) + 1;
    }

    void Execute(Pass next, int items, int threads)
    {
        pass = next;
        Run(items, threads);
    }

    protected override void Invoke(int item, int worker)
    {
        switch (pass)
        {
            case Pass.FindComponents:
                nint offset = item * shape.Elements;
                ConnectedComponents.Label(
                    (int*)labels + offset, shape.First, shape.Middle, shape.Last, Connectivity.Faces, Tile.NoLabel,
                    components.Pointer + offset);
                break;
            case Pass.CopyInstances:
                CopyInstances(item);
                break;
            case Pass.AlongFirst:
                AlongFirst(image.Index(item / image.Blocks, item % image.Blocks * Vector512<int>.Count));
                break;
            case Pass.Weigh:
                int end = Math.Min(shape.First, (item + 1) * slicesPerItem);
                for (int slice = item * slicesPerItem; slice < end; slice++) WeighSlice(slice, slices[worker]);
                break;
        }
    }

    void CopyInstances(int row)
    {
        int* source = (int*)instances + (nint)row * shape.Last;
        int* target = image.FirstInstance + image.Index(row, 0);
        for (int x = 0; x < shape.Last; x++) target[x] = source[x] == Tile.NoLabel ? 0 : source[x];
        new Span<int>(target + shape.Last, image.Blocks * Vector512<int>.Count - shape.Last).Clear();
    }

    /// <summary>A scan forth and one back over sixteen columns: the last instance seen, and the last other one.</summary>
    void AlongFirst(nint column)
    {
        nint stride = (nint)shape.Middle * image.Pitch;
        NearestTwo seen = NearestTwo.None;
        for (int row = 0; row < shape.First; row++)
        {
            nint here = column + row * stride;
            Meet(ref seen, Vector512.Load(image.FirstInstance + here));
            image.Store(here, seen);
        }

        seen = NearestTwo.None;
        for (int row = shape.First - 1; row >= 0; row--)
        {
            nint here = column + row * stride;
            NearestTwo nearest = image.Load(here);
            Meet(ref seen, nearest.FirstInstance & Vector512.Equals(nearest.First, Vector512<int>.Zero));
            nearest.Add(seen.First, seen.FirstInstance);
            nearest.Add(seen.Second, seen.SecondInstance);
            (nearest.First, nearest.Second) = (Square(nearest.First), Square(nearest.Second));
            image.Store(here, nearest);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Meet(ref NearestTwo seen, Vector512<int> instance)
    {
        Vector512<int> infinity = Vector512.Create(NearestTwo.Infinity);
        seen.First = Vector512.Min(seen.First + Vector512<int>.One, infinity);
        seen.Second = Vector512.Min(seen.Second + Vector512<int>.One, infinity);
        seen.Add(Vector512.ConditionalSelect(Vector512.Equals(instance, Vector512<int>.Zero), infinity, Vector512<int>.Zero), instance);
    }

    /// <summary>Steps beyond the reach do not matter, and their squares would not fit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Vector512<int> Square(Vector512<int> steps) => Vector512.ConditionalSelect(
        Vector512.LessThanOrEqual(steps, Vector512.Create(reach)), steps * steps, Vector512.Create(NearestTwo.Infinity));

    void WeighSlice(int slice, NearestTwoPlanes scratch)
    {
        NearestTwoPlanes planes = image;
        int firstRow = slice * shape.Middle;
        if (shape.Middle > 1)
        {
            for (int y = 0; y < shape.Middle; y++)
            {
                int before = Math.Min(reach, y), behind = Math.Min(reach, shape.Middle - 1 - y);
                for (int block = 0; block < image.Blocks; block++)
                {
                    int x = block * Vector512<int>.Count;
                    scratch.Store(scratch.Index(y, x), image.Along(image.Index(firstRow + y, x), image.Pitch, before, behind));
                }
            }

            (planes, firstRow) = (scratch, 0);
        }

        for (int y = 0; y < shape.Middle; y++)
        {
            nint pixel = ((nint)slice * shape.Middle + y) * shape.Last;
            for (int x = 0; x < shape.Last; x += Vector512<int>.Count)
                WeighBlock(planes, planes.Index(firstRow + y, x), pixel + x, Math.Min(Vector512<int>.Count, shape.Last - x));
        }
    }

    void WeighBlock(NearestTwoPlanes planes, nint index, nint pixel, int count)
    {
        int* tail = stackalloc int[Vector512<int>.Count];
        int* label = (int*)labels + pixel;
        if (count < Vector512<int>.Count)
        {
            new ReadOnlySpan<int>(label, count).CopyTo(new Span<int>(tail, count));
            label = tail;
        }

        Vector512<int> labelHere = Vector512.Load(label);
        Vector512<int> background = Vector512.Equals(labelHere, Vector512<int>.Zero);
        Vector512<int> ignored = Vector512.Equals(labelHere, Vector512.Create(Tile.NoLabel));
        Vector512<float> weight = Vector512.ConditionalSelect(
            background.AsSingle(), Vector512.Create((float)BackgroundWeight), Vector512.Create((float)ForegroundWeight));
        Vector512<int> bordering = OnlyOnBackground ? background : ~ignored;
        if (bordering != Vector512<int>.Zero)
        {
            NearestTwo nearest = planes.Along(index, 1, reach, reach);
            bordering &= Vector512.LessThan(nearest.Second, Vector512.Create(NearestTwo.Infinity));
            weight += Vector512.ConditionalSelect(bordering.AsSingle(), BorderTerm(nearest), Vector512<float>.Zero);
        }

        weight = Vector512.ConditionalSelect(ignored.AsSingle(), Vector512<float>.Zero, weight);
        float* target = (float*)weights + pixel;
        if (count == Vector512<int>.Count)
        {
            weight.Store(target);
            return;
        }

        weight.Store((float*)tail);
        new ReadOnlySpan<float>(tail, count).CopyTo(new Span<float>(target, count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Vector512<float> BorderTerm(in NearestTwo nearest)
    {
        Vector512<float> first = Vector512.ConvertToSingle(nearest.First), second = Vector512.ConvertToSingle(nearest.Second);
        Vector512<float> sum = Vector512.Sqrt(first) + Vector512.Sqrt(second);
        return LaneMath.Exp(sum * sum * (float)(-0.5 / (BorderSigma * BorderSigma))) * (float)BorderWeight;
    }
}
