using SegLab.Losses.Kernels;
using SegLab.Numerics;

namespace SegLab.Losses.Structure;

/// <summary>
/// clDice (Shit et al. 2021): 1 - 2 Tp Ts / (Tp + Ts), where Tp is the share of the prediction's soft skeleton that lies in the target, and
/// Ts the share of the target's that lies in the prediction: sums over the channels that take part and the pixels together.
/// </summary>
/// <remarks>Where a pixel does not count, prediction and target are 0. Pixel weights weigh the sums, not the skeletons.</remarks>
sealed unsafe class SoftSkeletonTerm : PlaneTerm
{
    readonly PinnedMemory<float> targetSkeletons = new();
    SoftSkeleton[] workers = [];
    SkeletonSums[] planes = [], groups = [];
    int[] channels = [];
    PlaneCall call;
    PlaneRows rows;
    bool backward;

    /// <summary>How many times the planes are eroded; at least the greatest radius, in pixels, of what is to become thin.</summary>
    public int Iterations { get; init; } = 3;

    /// <summary>Added to numerators and denominators of both shares.</summary>
    public double Smooth { get; init; } = 1;

    /// <summary>The channels that take part.</summary>
    public ChannelSelection Channels { get; init; }

    /// <summary>Whether the sums go over the batch, or over each image by itself.</summary>
    public Aggregate Aggregate { get; init; } = Aggregate.Batch;

    /// <summary>Per image: the mean or the sum over the images, or each by itself.</summary>
    public Reduction Reduction { get; init; }

    int GroupOf(int plane) => Aggregate == Aggregate.Batch ? 0 : plane / channels.Length;

    /// <inheritdoc/>
    public override double Resolve(in PlaneCall call)
    {
        Prepare(call);
        int count = call.Images * channels.Length, groupCount = Aggregate == Aggregate.Batch ? 1 : call.Images;
        backward = false;
        Run(count, call.Threads);

        Array.Clear(groups);
        for (int plane = 0; plane < count; plane++) groups[GroupOf(plane)].Add(planes[plane]);
        double scale = Factor / (Reduction == Reduction.Mean ? groupCount : 1), value = 0;
        for (int group = 0; group < groupCount; group++)
        {
            double share = scale * groups[group].Resolve(Smooth, scale);
            value += share;
            if (call.Map != null) call.Map[group] += (float)share;
        }

        backward = true;
        if (call.Slopes != null) Run(count, call.Threads);
        return value;
    }

    void Prepare(in PlaneCall call)
    {
        // A plan keeps its array of extents until the shape changes.
        if (call.Extents != this.call.Extents) rows = new PlaneRows(call.Extents);
        this.call = call;
        int selected = Channels.Count(call.Channels);
        if (channels.Length != selected) channels = new int[selected];
        for (int k = 0, next = 0; k < call.Channels; k++)
            if (Channels.Has(k, call.Channels)) channels[next++] = k;

        int count = call.Images * selected;
        if (planes.Length < count) planes = new SkeletonSums[count];
        if (groups.Length < call.Images) groups = new SkeletonSums[call.Images];
        targetSkeletons.Reserve(checked(count * (int)call.Pixels));
        if (workers.Length < Math.Max(call.Threads, 1)) workers = [.. Enumerable.Range(0, Math.Max(call.Threads, 1)).Select(_ => new SoftSkeleton(Iterations))];
        foreach (SoftSkeleton worker in workers) worker.Prepare(rows);
    }

    protected override void Invoke(int item, int worker)
    {
        var plane = new SkeletonPlane(call, rows, item / channels.Length, channels[item % channels.Length], targetSkeletons.Pointer + item * call.Pixels);
        if (backward) plane.AddSlopes(workers[worker], groups[GroupOf(item)]);
        else planes[item] = plane.Sum(workers[worker]);
    }
}
