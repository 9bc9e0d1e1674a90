using SegLab.Numerics;
using SegLab.Training.Kernels;

namespace SegLab.Training.Layers;

/// <summary>
/// A network's first 3 x 3 convolution (stride 1, zeros around, no bias): reads plain planes, has few input channels, and needs no
/// gradient with respect to its input. Computed directly, row by row.
/// </summary>
sealed unsafe class PlaneConvolution3x3
{
    const int Lanes = BlockedMap.Lanes;
    const int Taps = 9;

    /// <summary>Rows of an item.</summary>
    const int StripRows = 8;

    readonly int inputs;
    readonly int outputs;
    readonly int blocks;
    readonly AlignedMemory packed;
    readonly ForwardPass forward;
    readonly BackwardPass backward;

    /// <param name="name">Prefix of the parameter's name.</param>
    /// <param name="inputs">Channels of the images.</param>
    /// <param name="outputs">Channels of the output.</param>
    public PlaneConvolution3x3(string name, int inputs, int outputs)
    {
        (this.inputs, this.outputs, blocks) = (inputs, outputs, BlockedMap.BlocksOf(outputs));
        Weights = new Parameter($"{name}.weight", [outputs, inputs, 3, 3]);
        packed = new AlignedMemory((long)blocks * inputs * Taps * Lanes);
        forward = new ForwardPass(this);
        backward = new BackwardPass(this);
    }

    public Parameter Weights { get; }

    /// <summary>Writes <paramref name="output"/>'s values, and when <paramref name="training"/> its normalisation's coefficients.</summary>
    public void Forward(FeatureMap images, Activation output, bool training, Workspace workspace)
    {
        Pack();
        forward.Run(images, output, training, workspace);
        if (training)
        {
            output.Normalization!.TakeStatistics(
                workspace.Partials, Strips(images), (long)images.Batch * images.Height * images.Width);
        }
    }

    /// <summary>Writes the weights' gradient.</summary>
    public void Backward(FeatureMap images, Activation output, Workspace workspace)
    {
        backward.Run(images, output, workspace);
        int items = Strips(images);
        for (int o = 0; o < outputs; o++)
        {
            for (int i = 0; i < inputs; i++)
            {
                for (int tap = 0; tap < Taps; tap++)
                {
                    float* sums = workspace.Partials + ((o / Lanes * inputs + i) * Taps + tap) * Lanes + o % Lanes;
                    double sum = 0;
                    for (int item = 0; item < items; item++, sums += packed.Length) sum += *sums;
                    Weights.Gradient[(o * inputs + i) * Taps + tap] = (float)sum;
                }
            }
        }
    }

    static int Strips(FeatureMap images) => images.Batch * ((images.Height + StripRows - 1) / StripRows);

    /// <summary>To <c>[block][row of the kernel][input][column of the kernel][16]</c>, the order in which a strip's rows are read.</summary>
    void Pack()
    {
        for (int o = 0; o < outputs; o++)
        {
            for (int i = 0; i < inputs; i++)
            {
                for (int tap = 0; tap < Taps; tap++)
                {
                    (int row, int column) = Math.DivRem(tap, 3);
                    packed.Values[(((o / Lanes * 3 + row) * inputs + i) * 3 + column) * Lanes + o % Lanes] =
                        Weights.Values[(o * inputs + i) * Taps + tap];
                }
            }
        }
    }

    // Room for the columns left and right of the plane, and for the rows of a product beyond the last.
    static int PaddedWidth(FeatureMap images) => images.Width + 2 + MatrixProduct.Overrun;

    /// <summary>Copies a strip's rows and their neighbours to <c>[row][input][padded width]</c>, with zeros around the plane.</summary>
    static void CopyStrip(FeatureMap images, int image, int top, int rows, float* to)
    {
        int width = images.Width, padded = PaddedWidth(images);
        for (int y = top - 1; y <= top + rows; y++)
        {
            for (int channel = 0; channel < images.Channels; channel++, to += padded)
            {
                var row = new Span<float>(to, padded);
                row.Clear();
                if (y >= 0 && y < images.Height) images.Plane(image, channel).Slice(y * width, width).CopyTo(row[1..]);
            }
        }
    }

    sealed class ForwardPass(PlaneConvolution3x3 layer) : ParallelLoop
    {
        FeatureMap images = null!;
        Activation output = null!;
        bool training;
        Workspace workspace = null!;

        public void Run(FeatureMap from, Activation to, bool statistics, Workspace memory)
        {
            (images, output, training, workspace) = (from, to, statistics, memory);
            long strip = (StripRows + 2) * (long)layer.inputs * PaddedWidth(images) + Lanes;
            long row = (images.Width + MatrixProduct.Overrun) * (long)Lanes;
            workspace.Reserve(StripRows * row + strip, (long)Strips(images) * layer.blocks * PixelTarget.SumsLength);
            Run(Strips(images), workspace.Threads);
        }

        protected override void Invoke(int item, int worker)
        {
            (int image, int strip) = Math.DivRem(item, (images.Height + StripRows - 1) / StripRows);
            int top = strip * StripRows, rows = Math.Min(StripRows, images.Height - top), width = images.Width;
            int padded = PaddedWidth(images);
            float* result = workspace.Scratch(worker);
            float* input = result + StripRows * (nint)width * Lanes + MatrixProduct.Overrun * Lanes;
            CopyStrip(images, image, top, rows, input);
            for (int block = 0; block < layer.blocks; block++)
            {
                for (int y = 0; y < rows; y++)
                {
                    MatrixProduct.Multiply<PixelStride>(
                        width, input + (nint)y * layer.inputs * padded, 3 * layer.inputs, padded, 3,
                        layer.packed.Pointer + (nint)block * layer.inputs * Taps * Lanes, result + (nint)y * width * Lanes);
                }

                float* sums = workspace.Partials + (nint)(item * layer.blocks + block) * PixelTarget.SumsLength;
                nint offset = image * output.Values.ImageStride + (nint)top * width * Lanes;
                output.Target(block, training).Write(result, offset, rows * width, sums);
            }
        }
    }

    sealed class BackwardPass(PlaneConvolution3x3 layer) : ParallelLoop
    {
        FeatureMap images = null!;
        Activation output = null!;
        Workspace workspace = null!;

        public void Run(FeatureMap from, Activation to, Workspace memory)
        {
            (images, output, workspace) = (from, to, memory);
            long strip = (StripRows + 2) * (long)layer.inputs * PaddedWidth(images);
            workspace.Reserve(StripRows * (long)images.Width * Lanes + strip, (long)Strips(images) * layer.packed.Length);
            Run(Strips(images), workspace.Threads);
        }

        protected override void Invoke(int item, int worker)
        {
            (int image, int strip) = Math.DivRem(item, (images.Height + StripRows - 1) / StripRows);
            int top = strip * StripRows, rows = Math.Min(StripRows, images.Height - top), width = images.Width;
            int padded = PaddedWidth(images), rowStride = layer.inputs * padded;
            float* gradient = workspace.Scratch(worker);
            float* input = gradient + StripRows * (nint)width * Lanes;
            float* sums = workspace.Partials + (nint)item * layer.packed.Length;
            new Span<float>(sums, layer.packed.Length).Clear();
            CopyStrip(images, image, top, rows, input);
            for (int block = 0; block < layer.blocks; block++)
            {
                nint offset = image * output.Values.ImageStride + (nint)top * width * Lanes;
                output.GradientSource(block).Read(offset, rows * width, gradient);
                for (int y = 0; y < rows; y++)
                {
                    for (int i = 0; i < layer.inputs; i++)
                    {
                        float* row = input + (nint)y * rowStride + (nint)i * padded;
                        TapGradient.Add(width, row, rowStride, gradient + (nint)y * width * Lanes, sums + (block * layer.inputs + i) * Taps * Lanes);
                    }
                }
            }
        }
    }
}
