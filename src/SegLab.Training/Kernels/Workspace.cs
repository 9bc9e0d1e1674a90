namespace SegLab.Training.Kernels;

/// <summary>Scratch memory that the layers of a network share: they run one after the other.</summary>
sealed unsafe class Workspace
{
    AlignedMemory scratch = new(0);
    AlignedMemory partials = new(0);
    AlignedMemory weights = new(0);
    AlignedMemory shared = new(0);
    long stride;

    /// <summary>How many threads a layer's loops may use.</summary>
    public int Threads { get; set; } = 1;

    /// <summary>The transformed weights of the layer at work: one place for all layers, so that it stays in the cache.</summary>
    public float* Weights => weights.Pointer;

    /// <summary>What items leave behind to be summed in item order.</summary>
    public float* Partials => partials.Pointer;

    /// <summary>What one step of a layer leaves for the next.</summary>
    public float* Shared => shared.Pointer;

    /// <summary>Makes room for <paramref name="perWorker"/> floats a worker and <paramref name="forPartials"/> in <see cref="Partials"/>.</summary>
    public void Reserve(long perWorker, long forPartials)
    {
        // An odd number of cache lines, so that two workers' memory does not fall into the same sets.
        perWorker = (perWorker + 15) / 16 * 16 + 16;
        if (perWorker > stride || stride * Threads > scratch.Length)
        {
            stride = Math.Max(stride, perWorker);
            scratch = new AlignedMemory(stride * Threads);
        }

        if (forPartials > partials.Length) partials = new AlignedMemory(forPartials);
    }

    /// <summary>Makes room for <paramref name="length"/> floats in <see cref="Weights"/>.</summary>
    public void ReserveWeights(long length)
    {
        if (length > weights.Length) weights = new AlignedMemory(length);
    }

    /// <summary>Makes room for <paramref name="length"/> floats in <see cref="Shared"/>.</summary>
    public void ReserveShared(long length)
    {
        if (length > shared.Length) shared = new AlignedMemory(length);
    }

    /// <summary>A worker's scratch memory; what is in it is undefined.</summary>
    public float* Scratch(int worker) => scratch.Pointer + worker * stride;
}
