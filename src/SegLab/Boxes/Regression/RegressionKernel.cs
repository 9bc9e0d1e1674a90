using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Boxes.Regression;

/// <summary>Lets boxes descend from all anchors: eight anchor centers at a time, each in a lane of its own.</summary>
abstract class RegressionKernel(IReadOnlyList<(double X, double Y)> centers) : ParallelLoop
{
    /// <summary>A descent that has not got to an IoU counts here.</summary>
    public const int Never = RegressionProtocol.Steps + 1;

    const int Lanes = 8, CurveLength = RegressionProtocol.Steps + 1, HistogramLength = Never + 1;

    readonly int groups = (centers.Count + Lanes - 1) / Lanes;
    readonly double[] curves = new double[(centers.Count + Lanes - 1) / Lanes * CurveLength];
    readonly int[] reached = new int[(centers.Count + Lanes - 1) / Lanes * 2 * HistogramLength];
    readonly int[] above = new int[(centers.Count + Lanes - 1) / Lanes];
    Action<int, int>? progress;
    CancellationToken stop;
    int done;

    /// <summary>The sum of the errors of all descents from each center, at the end.</summary>
    public double[] FinalErrors { get; } = new double[centers.Count];

    /// <summary>A final error that counts as one that did not go away.</summary>
    public double LargeError { get; init; } = 0.1;

    /// <summary>Runs all descents.</summary>
    public void Run(int threads, Action<int, int>? progress, CancellationToken cancellation)
    {
        (this.progress, stop, done) = (progress, cancellation, 0);
        Run(groups, threads);
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>The sum of the errors of all descents before the first step and after each.</summary>
    public double[] Curve()
    {
        var sum = new double[CurveLength];
        for (int i = 0; i < curves.Length; i++) sum[i % CurveLength] += curves[i];
        return sum;
    }

    /// <summary>How many descents have a final error above <see cref="LargeError"/>.</summary>
    public long LargeErrors() => above.Sum(count => (long)count);

    /// <summary>How many descents got to an IoU after 0, 1, ... steps; the last number is of those that never did.</summary>
    /// <param name="threshold">0 for an IoU of 0.5, 1 for 0.9.</param>
    public long[] StepsTo(int threshold)
    {
        var sum = new long[HistogramLength];
        for (int i = 0; i < reached.Length; i++)
            if (i / HistogramLength % 2 == threshold) sum[i % HistogramLength] += reached[i];
        return sum;
    }

    protected override void Invoke(int item, int worker)
    {
        if (stop.IsCancellationRequested) return;
        int first = item * Lanes, count = Math.Min(Lanes, centers.Count - first);
        Descend(first, count);
        int now = Interlocked.Increment(ref done);
        if (progress is null) return;
        lock (curves) progress(Math.Min(now * Lanes, centers.Count), centers.Count);
    }

    protected abstract void Descend(int first, int count);

    /// <summary>One box on its way.</summary>
    public abstract CenteredBox[] Follow(CenteredBox start, CenteredBox target);

    /// <summary>Boxes of one group of centers, and what is counted of them.</summary>
    protected ref struct Group(RegressionKernel kernel, int first, int count)
    {
        readonly Span<double> curve = kernel.curves.AsSpan(first / Lanes * CurveLength, CurveLength);
        readonly Span<int> reached = kernel.reached.AsSpan(first / Lanes * 2 * HistogramLength, 2 * HistogramLength);

        public readonly void AddErrors(ReadOnlySpan<Vector512<double>> errors)
        {
            for (int step = 0; step < errors.Length; step++)
                for (int lane = 0; lane < count; lane++) curve[step] += errors[step][lane];
        }

        public readonly void AddReached(int threshold, Vector512<double> steps)
        {
            for (int lane = 0; lane < count; lane++) reached[threshold * HistogramLength + (int)steps[lane]]++;
        }

        public readonly void AddFinalErrors(Vector512<double> errors)
        {
            for (int lane = 0; lane < count; lane++)
            {
                kernel.FinalErrors[first + lane] += errors[lane];
                if (errors[lane] > kernel.LargeError) kernel.above[first / Lanes]++;
            }
        }
    }

    protected (Vector512<double> X, Vector512<double> Y) CentersOf(int first)
    {
        Span<double> x = stackalloc double[Lanes], y = stackalloc double[Lanes];
        for (int lane = 0; lane < Lanes; lane++) (x[lane], y[lane]) = centers[Math.Min(first + lane, centers.Count - 1)];
        return (Vector512.Create<double>(x), Vector512.Create<double>(y));
    }
}

/// <inheritdoc/>
sealed class RegressionKernel<TDirection>(IReadOnlyList<(double X, double Y)> centers, RegressionNumbers numbers, TDirection direction) : RegressionKernel(centers)
    where TDirection : struct, IDirection
{
    // A center is the mean of two sides, a size their difference: what sides move by moves the one half as far, the other twice.
    readonly double centerPace = numbers == RegressionNumbers.Corners ? 0.5 : 1, sizePace = numbers == RegressionNumbers.Corners ? 2 : 1;

    protected override void Descend(int first, int count)
    {
        var group = new Group(this, first, count);
        (Vector512<double> x, Vector512<double> y) = CentersOf(first);
        Span<Vector512<double>> errors = stackalloc Vector512<double>[RegressionProtocol.Steps + 1];
        errors.Clear();
        foreach ((double targetWidth, double targetHeight) in RegressionProtocol.UnitBoxes)
        {
            var target = new BoxLanes(Vector512.Create(RegressionProtocol.TargetX), Vector512.Create(RegressionProtocol.TargetY), Vector512.Create(targetWidth), Vector512.Create(targetHeight));
            foreach (double factor in RegressionProtocol.AreaFactors)
            {
                double side = Math.Sqrt(factor * targetWidth * targetHeight);
                foreach ((double width, double height) in RegressionProtocol.UnitBoxes)
                    Descend(new BoxLanes(x, y, Vector512.Create(width * side), Vector512.Create(height * side)), target, errors, group);
            }
        }

        group.AddErrors(errors);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Descend(BoxLanes box, in BoxLanes target, Span<Vector512<double>> errors, in Group group)
    {
        Vector512<double> toHalf = Vector512.Create((double)Never), toNineTenths = toHalf;
        errors[0] += Error(box, target);
        for (int step = 1; step <= RegressionProtocol.Steps; step++)
        {
            Vector512<double> iou = IoU(box, target);
            toHalf = Vector512.Min(toHalf, BoxLanes.Where(iou, Vector512.Create(0.5), Vector512.Create((double)Never), Vector512.Create(step - 1.0)));
            toNineTenths = Vector512.Min(toNineTenths, BoxLanes.Where(iou, Vector512.Create(0.9), Vector512.Create((double)Never), Vector512.Create(step - 1.0)));
            box = Move(box, target, iou, RegressionProtocol.Rate(step));
            errors[step] += Error(box, target);
        }

        Vector512<double> last = IoU(box, target), end = Vector512.Create((double)RegressionProtocol.Steps), never = Vector512.Create((double)Never);
        group.AddReached(0, Vector512.Min(toHalf, BoxLanes.Where(last, Vector512.Create(0.5), never, end)));
        group.AddReached(1, Vector512.Min(toNineTenths, BoxLanes.Where(last, Vector512.Create(0.9), never, end)));
        group.AddFinalErrors(Error(box, target));
    }

    public override CenteredBox[] Follow(CenteredBox start, CenteredBox target)
    {
        var way = new CenteredBox[RegressionProtocol.Steps + 1];
        BoxLanes box = Broadcast(start), end = Broadcast(target);
        for (int step = 0; step < way.Length; step++)
        {
            if (step > 0) box = Move(box, end, IoU(box, end), RegressionProtocol.Rate(step));
            way[step] = new CenteredBox(box.X[0], box.Y[0], box.Width[0], box.Height[0]);
        }

        return way;

        static BoxLanes Broadcast(CenteredBox box) =>
            new(Vector512.Create(box.X), Vector512.Create(box.Y), Vector512.Create(box.Width), Vector512.Create(box.Height));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    BoxLanes Move(in BoxLanes box, in BoxLanes target, Vector512<double> iou, double learningRate)
    {
        Vector512<double> rate = learningRate * (Vector512.Create(2.0) - iou), center = centerPace * rate, size = sizePace * rate;
        BoxLanes way = direction.Of(box, target);
        return new BoxLanes(
            PackMath.MultiplyAdd(center, way.X, box.X),
            PackMath.MultiplyAdd(center, way.Y, box.Y),
            PackMath.MultiplyAdd(size, way.Width, box.Width),
            PackMath.MultiplyAdd(size, way.Height, box.Height));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> Error(in BoxLanes box, in BoxLanes target) =>
        Vector512.Abs(box.X - target.X) + Vector512.Abs(box.Y - target.Y) + Vector512.Abs(box.Width - target.Width) + Vector512.Abs(box.Height - target.Height);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> IoU(in BoxLanes box, in BoxLanes target)
    {
        Vector512<double> zero = Vector512.Create(0.0);
        Vector512<double> width = Vector512.Max(zero, Vector512.Min(box.Right, target.Right) - Vector512.Max(box.Left, target.Left));
        Vector512<double> height = Vector512.Max(zero, Vector512.Min(box.Bottom, target.Bottom) - Vector512.Max(box.Top, target.Top));
        Vector512<double> intersection = width * height;
        return intersection / (box.Width * box.Height + target.Width * target.Height - intersection);
    }
}
