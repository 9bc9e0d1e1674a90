using System.Numerics;
using System.Numerics.Tensors;
using SegLab.Distance;
using SegLab.Losses;
using SegLab.Losses.Kernels;
using SegLab.Numerics;

namespace SegLab.Metrics;

/// <summary>What the elements of a surface are.</summary>
public enum SurfaceElement
{
    /// <summary>
    /// Voxels of the object with a face neighbour outside it, each counting 1 (MONAI, MetricsReloaded, medpy). What lies outside the image
    /// is outside the object.
    /// </summary>
    Voxel,

    /// <summary>
    /// Corners of voxels between inside and outside, weighted by the length or area of the surface around them: marching squares and
    /// marching cubes with vertices at the middle of edges (surface-distance of Nikolov and others, 2018; MONAI's use_subvoxels).
    /// </summary>
    Area,
}

/// <summary>Measures the distances between the surfaces of a class in two label maps. Keeps its memory from call to call; for one thread at a time.</summary>
public sealed unsafe class SurfaceComparer
{
    readonly EuclideanTransform transform = new();
    readonly CroppedMask mask = new();
    readonly Surface prediction = new(), truth = new();
    readonly PinnedMemory<float> scratch = new();
    readonly PinnedMemory<double> squares = new();

    /// <summary>The distance between neighbours along each axis, in the order of the shape; 1 when null.</summary>
    public VoxelSpacing? Spacing { get; init; }

    /// <summary>What the surface is made of.</summary>
    public SurfaceElement Element { get; init; }

    /// <summary>Voxels whose true label is this one are taken for outside in both maps, as long as it is not the class itself.</summary>
    public int? IgnoreLabel { get; init; }

    /// <summary>What distances are when the class is in neither map: NaN, as in MONAI; 0 in MetricsReloaded.</summary>
    public EmptyDistance BothEmpty { get; init; }

    /// <summary>What distances are when the class is in one map only: infinite, as in surface-distance; NaN in MetricsReloaded; in challenges the diagonal.</summary>
    public EmptyDistance OneEmpty { get; init; } = EmptyDistance.Infinite;

    /// <summary>The most threads to use; 0 for as many as there are processors. The results are the same, bit for bit.</summary>
    public int Threads { get; init; }

    /// <summary>Measures the distances of one class.</summary>
    /// <param name="predicted">The predicted label map, one to three spatial extents. A batch is several calls: its images are no volume.</param>
    /// <param name="expected">The true label map, of the same shape.</param>
    /// <param name="label">The class, 1 for binary masks of 0 and 1.</param>
    /// <exception cref="ArgumentException">The shapes differ, there are no or more than three extents, or the spacing does not fit them.</exception>
    public SurfaceDistances Compare<T>(ReadOnlyTensorSpan<T> predicted, ReadOnlyTensorSpan<T> expected, T label)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (!predicted.Lengths.SequenceEqual(expected.Lengths))
            throw new ArgumentException($"The prediction has the shape {Text(predicted.Lengths)}, the truth {Text(expected.Lengths)}.");
        if (predicted.IsEmpty || predicted.Rank > 3) throw new ArgumentException($"A label map has one to three extents above 0, not {Text(predicted.Lengths)}.");
        if (Spacing is { } given && given.Count != predicted.Rank)
            throw new ArgumentException($"There are {given.Count} spacings for {predicted.Rank} spatial extents.");

        ReadOnlySpan<T> p = Rows(predicted), t = Rows(expected);
        var extents = Extents3.Of(predicted.Lengths);
        T? ignored = IgnoreLabel is { } ignore && long.CreateTruncating(T.CreateTruncating(ignore)) == ignore && T.CreateTruncating(ignore) != label
            ? T.CreateTruncating(ignore) : null;
        ReadOnlySpan<T> dropped = ignored is null ? default : t;
        Box box = Box.None(extents);
        box = box.Around(p, extents, label).Around(t, extents, label);
        if (box.IsEmpty) return Result(new([], Weights(0)), new([], Weights(0)), predicted.Lengths);

        mask.Fill(p, dropped, ignored ?? default, extents, box, label);
        prediction.Extract(mask, Element, Spacing?.Values);
        mask.Fill(t, dropped, ignored ?? default, extents, box, label);
        truth.Extract(mask, Element, Spacing?.Values);
        return Result(Directed(prediction, truth), Directed(truth, prediction), predicted.Lengths);
    }

    DirectedDistances Directed(Surface from, Surface to)
    {
        var distances = new double[from.Count];
        if (to.Count == 0) Array.Fill(distances, double.PositiveInfinity);
        else if (from.Count > 0) Measure(from, to, distances);
        return new(distances, from.Weights.IsEmpty && Element == SurfaceElement.Voxel ? null : from.Weights.ToArray());
    }

    void Measure(Surface from, Surface to, double[] distances)
    {
        nint elements = to.Grid.Elements;
        scratch.Reserve(checked((int)elements));
        squares.Reserve((int)elements);
        var shape = SpatialShape.Create(to.Grid.Lengths, Spacing is null ? default : Padded(Spacing.Values));
        int threads = Threads == 0 ? ParallelLoop.DefaultThreads : Threads;
        transform.Run(shape, Sites.Zeros, to.Sites, images: 1, channels: 1, scratch.Pointer, root: false, threads, squares: squares.Pointer);
        ReadOnlySpan<int> places = from.Places;
        for (int i = 0; i < places.Length; i++) distances[i] = Math.Sqrt(squares.Pointer[places[i]]);
    }

    SurfaceDistances Result(DirectedDistances there, DirectedDistances back, ReadOnlySpan<nint> lengths)
    {
        double square = 0;
        for (int axis = 0; axis < lengths.Length; axis++)
        {
            double side = lengths[axis] * (Spacing is null ? 1 : Spacing[axis]);
            square += side * side;
        }

        double Value(EmptyDistance empty) => empty switch
        {
            EmptyDistance.Zero => 0,
            EmptyDistance.Infinite => double.PositiveInfinity,
            EmptyDistance.Diagonal => Math.Sqrt(square),
            _ => double.NaN,
        };
        return new(there, back, Value(BothEmpty), Value(OneEmpty));
    }

    double[]? Weights(int count) => Element == SurfaceElement.Voxel ? null : new double[count];

    static double[] Padded(double[] spacing) => [.. Enumerable.Repeat(1.0, 3 - spacing.Length), .. spacing];

    static ReadOnlySpan<T> Rows<T>(ReadOnlyTensorSpan<T> labels)
        where T : unmanaged
    {
        if (Shapes.IsRowMajor(labels)) return System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(in labels.GetPinnableReference(), checked((int)labels.FlattenedLength));
        var copy = new T[labels.FlattenedLength];
        labels.FlattenTo(copy);
        return copy;
    }

    static string Text(ReadOnlySpan<nint> lengths) => $"[{string.Join(", ", lengths.ToArray())}]";
}
