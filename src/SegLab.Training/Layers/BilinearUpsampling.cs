using SegLab.Numerics;
using SegLab.Training.Kernels;

namespace SegLab.Training.Layers;

/// <summary>Bilinear interpolation to a larger map, PyTorch's <c>interpolate(size=..., mode="bilinear", align_corners=False)</c>.</summary>
/// <param name="from">A normalised map with no other reader.</param>
/// <param name="to">A plain map.</param>
sealed unsafe class BilinearUpsampling(Activation from, Activation to)
{
    /// <summary>Rows of an item: of the large map forward, of the small one backward.</summary>
    const int StripRows = 8;

    readonly ForwardPass forward = new(from, to);
    readonly BackwardPass? backward = from.Gradient is null ? null : new(from, to);

    public void Forward(Workspace workspace) => forward.Run(workspace);

    /// <summary>Writes the input's gradient through its ReLU and normalisation.</summary>
    public void Backward(Workspace workspace) => backward!.Run(workspace);

    sealed class ForwardPass(Activation from, Activation to) : ParallelLoop
    {
        readonly BilinearAxis vertical = new(from.Values.Height, to.Values.Height);
        readonly BilinearAxis horizontal = new(from.Values.Width, to.Values.Width);
        readonly int strips = (to.Values.Height + StripRows - 1) / StripRows;
        Workspace workspace = new();

        public void Run(Workspace memory)
        {
            workspace = memory;
            workspace.Reserve((long)from.Values.Width * BlockedMap.Lanes, 0);
            Run(to.Values.Batch * to.Values.Blocks * strips, workspace.Threads);
        }

        protected override void Invoke(int item, int worker)
        {
            BlockedMap coarse = from.Values, fine = to.Values;
            (int plane, int strip) = Math.DivRem(item, strips);
            (int image, int block) = Math.DivRem(plane, fine.Blocks);
            NormalizationBlock normalization = from.Normalization!.Block(block);
            var load = new NormalizedLoad(coarse.Block(block) + image * coarse.ImageStride, normalization.Scale, normalization.Shift);
            float* target = fine.Block(block) + image * fine.ImageStride;
            float* row = workspace.Scratch(worker);
            int end = Math.Min((strip + 1) * StripRows, fine.Height);
            for (int y = strip * StripRows; y < end; y++)
            {
                BilinearKernel.Mix(load, (nint)vertical.Lower[y] * coarse.Width, (nint)vertical.Upper[y] * coarse.Width, vertical.Fraction[y], coarse.Width, row);
                BilinearKernel.Stretch(row, horizontal.Lower, horizontal.Upper, horizontal.Fraction, target + (nint)y * fine.Width * BlockedMap.Lanes);
            }
        }
    }

    sealed class BackwardPass(Activation from, Activation to) : ParallelLoop
    {
        readonly BilinearAxis vertical = new(from.Values.Height, to.Values.Height);
        readonly BilinearAxis horizontal = new(from.Values.Width, to.Values.Width);
        readonly int strips = (from.Values.Height + StripRows - 1) / StripRows;
        Workspace workspace = new();

        public void Run(Workspace memory)
        {
            workspace = memory;
            BlockedMap map = from.Values;
            int groups = map.Batch * strips;
            workspace.Reserve(
                ((long)to.Values.Width + StripRows * map.Width) * BlockedMap.Lanes, (long)groups * map.Blocks * PixelTarget.SumsLength);
            Run(groups * map.Blocks, workspace.Threads);
            from.Normalization!.TakeGradients(workspace.Partials, groups, (long)map.Batch * map.Height * map.Width);
        }

        protected override void Invoke(int item, int worker)
        {
            BlockedMap coarse = from.Values, fine = to.Values;
            (int group, int block) = Math.DivRem(item, coarse.Blocks);
            (int image, int strip) = Math.DivRem(group, strips);
            float* gradient = to.Gradient!.Block(block) + image * fine.ImageStride;
            float* row = workspace.Scratch(worker);
            float* result = row + (nint)fine.Width * BlockedMap.Lanes;
            int first = strip * StripRows, end = Math.Min(first + StripRows, coarse.Height);
            for (int y = first; y < end; y++)
            {
                int begin = vertical.FirstReader[y], count = vertical.FirstReader[y + 1] - begin;
                BilinearKernel.Gather(gradient, vertical.Readers.AsSpan(begin, count), vertical.Weights.AsSpan(begin, count), fine.Width, row);
                BilinearKernel.Shrink(
                    row, horizontal.FirstReader, horizontal.Readers, horizontal.Weights, result + (nint)(y - first) * coarse.Width * BlockedMap.Lanes);
            }

            nint offset = image * coarse.ImageStride + (nint)first * coarse.Width * BlockedMap.Lanes;
            float* sums = workspace.Partials + (nint)item * PixelTarget.SumsLength;
            from.GradientTarget(block, last: true).Write(result, offset, (end - first) * coarse.Width, sums);
        }
    }
}
