using System.Numerics;
using System.Runtime.Intrinsics;

namespace SegLab.Distance;

/// <summary>The further axes: turns the steps of a plane across the first axis into distances. Belongs to one worker.</summary>
abstract unsafe class PlaneTransform
{
    public static PlaneTransform Create(in SpatialShape shape) =>
        shape.IsIsotropic && shape.SquaredDiameter < StepMetric.LargestSquaredDiameter
            ? new PlaneTransform<int, StepMetric>(shape, default, default, shape.LastSpacing)
            : new PlaneTransform<double, SpacedMetric>(shape, new(shape.MiddleSpacing), new(shape.LastSpacing), 1);

    /// <summary>Turns [middle, last] from steps into distances, in place.</summary>
    /// <param name="plane">Steps as integers; receives floats.</param>
    /// <param name="labels">The plane's labels when distances are to another label, otherwise null.</param>
    /// <param name="root">Whether distances are wanted and not their squares.</param>
    /// <param name="squares">Receives the squared distances in double instead, when it is not null; then the plane is scratch.</param>
    public abstract void Run(int* plane, int* labels, bool root, double* squares);
}

/// <inheritdoc/>
sealed unsafe class PlaneTransform<T, TMetric> : PlaneTransform
    where T : unmanaged, INumber<T>
    where TMetric : struct, IMetric<T>
{
    const int Columns = 16;

    readonly SpatialShape shape;
    readonly TMetric middle, last;
    readonly double scale;
    readonly LowerEnvelope<T, TMetric> envelope;
    readonly LineMemory<T> line, result;
    readonly LineMemory<T>? columnResults, plane;
    readonly LineMemory<int>? columnSteps, columnLabels;
    readonly int pitch;

    public PlaneTransform(in SpatialShape shape, TMetric middle, TMetric last, double scale)
    {
        (this.shape, this.middle, this.last, this.scale) = (shape, middle, last, scale);
        int longest = Math.Max(shape.Middle, shape.Last);
        envelope = new(longest);
        (line, result) = (new(longest), new(longest));
        if (shape.Middle == 1) return;
        pitch = LineMemory<int>.Pitch(longest);
        (columnSteps, columnLabels, columnResults) = (new(Columns * pitch), new(Columns * pitch), new(Columns * pitch));
        plane = new((long)shape.Plane);
    }

    public override void Run(int* plane, int* labels, bool root, double* squares)
    {
        if (shape.Middle > 1) RunMiddle(plane, labels);
        for (int row = 0; row < shape.Middle; row++)
        {
            int* steps = plane + (nint)row * shape.Last;
            T* heights = line.Pointer;
            if (shape.Middle > 1) heights = this.plane!.Pointer + (nint)row * shape.Last;
            else Square(steps, shape.Last);
            RunLine(last, heights, labels == null ? null : labels + (nint)row * shape.Last, shape.Last, result.Pointer);
            if (squares == null) Write(result.Pointer, (float*)steps, shape.Last, root);
            else WriteSquares(result.Pointer, squares + (nint)row * shape.Last, shape.Last);
        }
    }

    /// <summary>Squares steps into the line; a row may end where its memory does.</summary>
    void Square(int* steps, int length)
    {
        int whole = length & ~(Columns - 1);
        TMetric.FromSteps(steps, line.Pointer, whole, shape.FirstSpacing);
        if (whole == length) return;
        int* rest = stackalloc int[Columns];
        new ReadOnlySpan<int>(steps + whole, length - whole).CopyTo(new Span<int>(rest, Columns));
        TMetric.FromSteps(rest, line.Pointer + whole, Columns, shape.FirstSpacing);
    }

    void RunMiddle(int* source, int* labels)
    {
        int height = shape.Middle, width = shape.Last;
        for (int x = 0; x < width; x += Columns)
        {
            int columns = Math.Min(Columns, width - x);
            Gather(source + x, columnSteps!.Pointer, columns);
            if (labels != null) Gather(labels + x, columnLabels!.Pointer, columns);
            for (int j = 0; j < columns; j++)
            {
                TMetric.FromSteps(columnSteps.Pointer + j * pitch, line.Pointer, height, shape.FirstSpacing);
                int* columnLabel = labels == null ? null : columnLabels!.Pointer + j * pitch;
                RunLine(middle, line.Pointer, columnLabel, height, columnResults!.Pointer + j * pitch);
            }

            T* target = plane!.Pointer + x;
            for (int y = 0; y < height; y++, target += width)
                for (int j = 0; j < columns; j++) target[j] = columnResults!.Pointer[j * pitch + y];
        }
    }

    void Gather(int* source, int* lines, int columns)
    {
        for (int y = 0; y < shape.Middle; y++, source += shape.Last)
            for (int j = 0; j < columns; j++) lines[j * pitch + y] = source[j];
    }

    /// <summary>
    /// A site has the distance 0 and hides all that lies behind it: each run between sites is an envelope of its own. To another label, the
    /// runs are those of one label and the elements around a run are its sites.
    /// </summary>
    void RunLine(TMetric metric, T* heights, int* labels, int length, T* squares)
    {
        for (int begin = 0, end; begin < length; begin = end)
        {
            int rest = length - begin;
            if (labels == null)
            {
                int sites = new ReadOnlySpan<T>(heights + begin, rest).IndexOfAnyExcept(T.Zero);
                if (sites < 0) sites = rest;
                new Span<T>(squares + begin, sites).Clear();
                begin += sites;
                rest -= sites;
                if (rest == 0) return;
            }

            int run = labels == null
                ? new ReadOnlySpan<T>(heights + begin, rest).IndexOf(T.Zero)
                : new ReadOnlySpan<int>(labels + begin, rest).IndexOfAnyExcept(labels[begin]);
            end = run < 0 ? length : begin + run;
            envelope.Evaluate(metric, heights + begin, end - begin, begin > 0, end < length, squares + begin);
        }
    }

    void Write(T* squares, float* distances, int length, bool root)
    {
        int i = 0;
        for (; i <= length - Vector512<float>.Count; i += Vector512<float>.Count)
            TMetric.ToFloats(squares + i, root, scale).Store(distances + i);
        if (i == length) return;
        float* rest = stackalloc float[Vector512<float>.Count];
        TMetric.ToFloats(squares + i, root, scale).Store(rest);
        new ReadOnlySpan<float>(rest, length - i).CopyTo(new Span<float>(distances + i, length - i));
    }

    void WriteSquares(T* squares, double* doubles, int length)
    {
        for (int i = 0; i < length; i++) doubles[i] = TMetric.ToDouble(squares[i], scale);
    }
}
