using SegLab.Numerics;
using SegLab.Training.Kernels;

namespace SegLab.Training.Layers;

/// <summary>The maximum of 2 x 2 pixels; a last odd row or column is left out. Between equal pixels the first takes the gradient.</summary>
/// <param name="from">A normalised map.</param>
/// <param name="to">A plain map of half the height and width, rounded down.</param>
sealed unsafe class MaxPooling(Activation from, Activation to)
{
    /// <summary>Pooled rows of an item.</summary>
    const int StripRows = 8;

    readonly ForwardPass forward = new(from, to);
    readonly BackwardPass? backward = from.Gradient is null ? null : new(from, to);

    public void Forward(Workspace workspace) => forward.Run(workspace);

    /// <summary>Adds to the input's gradient, which holds the other reader's share, and takes it through its ReLU and normalisation.</summary>
    public void Backward(Workspace workspace) => backward!.Run(workspace);

    sealed class ForwardPass(Activation from, Activation to) : ParallelLoop
    {
        readonly int strips = (to.Values.Height + StripRows - 1) / StripRows;

        public void Run(Workspace workspace) => Run(to.Values.Batch * to.Values.Blocks * strips, workspace.Threads);

        protected override void Invoke(int item, int worker)
        {
            (int plane, int strip) = Math.DivRem(item, strips);
            (int image, int block) = Math.DivRem(plane, to.Values.Blocks);
            BlockedMap fine = from.Values, coarse = to.Values;
            NormalizationBlock normalization = from.Normalization!.Block(block);
            var load = new NormalizedLoad(fine.Block(block) + image * fine.ImageStride, normalization.Scale, normalization.Shift);
            float* pooled = coarse.Block(block) + image * coarse.ImageStride;
            int end = Math.Min((strip + 1) * StripRows, coarse.Height);
            for (int y = strip * StripRows; y < end; y++)
            {
                nint width = fine.Width;
                PoolingKernel.Forward(load, 2 * y * width, width, coarse.Width, pooled + (nint)y * coarse.Width * BlockedMap.Lanes);
            }
        }
    }

    sealed class BackwardPass(Activation from, Activation to) : ParallelLoop
    {
        // The last strip also takes the odd row that pooling leaves out.
        readonly int strips = (to.Values.Height + StripRows - 1) / StripRows;
        Workspace workspace = new();

        public void Run(Workspace memory)
        {
            workspace = memory;
            BlockedMap map = from.Values;
            int groups = map.Batch * strips;
            workspace.Reserve(0, (long)groups * map.Blocks * PixelTarget.SumsLength);
            Run(groups * map.Blocks, workspace.Threads);
            from.Normalization!.TakeGradients(workspace.Partials, groups, (long)map.Batch * map.Height * map.Width);
        }

        protected override void Invoke(int item, int worker)
        {
            BlockedMap fine = from.Values, coarse = to.Values;
            (int group, int block) = Math.DivRem(item, fine.Blocks);
            (int image, int strip) = Math.DivRem(group, strips);
            NormalizationBlock normalization = from.Normalization!.Block(block);
            nint start = image * fine.ImageStride;
            float* values = fine.Block(block) + start;
            float* gradient = from.Gradient!.Block(block) + start;
            float* pooled = to.Gradient!.Block(block) + image * coarse.ImageStride;
            PoolingKernel.Backward(
                new NormalizedLoad(values, normalization.Scale, normalization.Shift), new PlainLoad(gradient),
                new RectifiedStore(gradient, values, normalization, workspace.Partials + (nint)item * PixelTarget.SumsLength),
                pooled, fine.Height, fine.Width, 2 * strip * StripRows, strip == strips - 1 ? fine.Height : 2 * (strip + 1) * StripRows);
        }
    }
}
