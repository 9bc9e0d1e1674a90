using System.Numerics.Tensors;
using SegLab.Numerics;
using SegLab.Training.Kernels;

namespace SegLab.Training.Layers;

/// <summary>
/// A network's head: a 1 x 1 convolution with bias from the last map to plain planes of logits. The weights are those of PyTorch's
/// Conv2d: <c>[classes, channels, 1, 1]</c>.
/// </summary>
sealed unsafe class Convolution1x1
{
    const int Lanes = BlockedMap.Lanes;
    const int BlockLength = Lanes * Lanes;

    /// <summary>Pixels of an item.</summary>
    const int StripPixels = 384;

    readonly int channels;
    readonly int classes;
    readonly int channelBlocks;
    readonly int classBlocks;
    readonly AlignedMemory forwardWeights;
    readonly AlignedMemory backwardWeights;
    readonly ForwardPass forward;
    readonly BackwardPass backward;

    /// <param name="name">Prefix of the parameters' names.</param>
    /// <param name="channels">Channels of the input.</param>
    /// <param name="classes">Channels of the logits.</param>
    public Convolution1x1(string name, int channels, int classes)
    {
        (this.channels, this.classes) = (channels, classes);
        (channelBlocks, classBlocks) = (BlockedMap.BlocksOf(channels), BlockedMap.BlocksOf(classes));
        Weights = new Parameter($"{name}.weight", [classes, channels, 1, 1]);
        Bias = new Parameter($"{name}.bias", [classes]);
        forwardWeights = new AlignedMemory((long)channelBlocks * classBlocks * BlockLength);
        backwardWeights = new AlignedMemory((long)channelBlocks * classBlocks * BlockLength);
        forward = new ForwardPass(this);
        backward = new BackwardPass(this);
    }

    public Parameter Weights { get; }

    public Parameter Bias { get; }

    public void Forward(Activation input, FeatureMap logits, Workspace workspace)
    {
        for (int k = 0; k < classes; k++)
        {
            for (int c = 0; c < channels; c++)
            {
                float weight = Weights.Values[k * channels + c];
                forwardWeights.Values[(k / Lanes * channelBlocks * Lanes + c) * Lanes + k % Lanes] = weight;
                backwardWeights.Values[(c / Lanes * classBlocks * Lanes + k) * Lanes + c % Lanes] = weight;
            }
        }

        forward.Run(input, logits, workspace);
    }

    /// <summary>Writes the parameters' gradients, and the input's through its ReLU and normalisation.</summary>
    public void Backward(Activation input, FeatureMap logitsGradient, Workspace workspace)
    {
        backward.Run(input, logitsGradient, workspace);
        int items = Items(logitsGradient);
        float* sums = workspace.Partials + backward.SumsOffset;
        nint length = backward.SumsLength;
        for (int k = 0; k < classes; k++)
        {
            for (int c = 0; c < channels; c++)
            {
                int block = k / Lanes * channelBlocks + c / Lanes;
                Weights.Gradient[k * channels + c] = Total(sums + block * BlockLength + k % Lanes * Lanes + c % Lanes, length, items);
            }

            Bias.Gradient[k] = Total(sums + classBlocks * channelBlocks * BlockLength + k, length, items);
        }

        input.Normalization!.TakeGradients(workspace.Partials, items, (long)logitsGradient.Batch * logitsGradient.Height * logitsGradient.Width);
    }

    static float Total(float* sums, nint stride, int count)
    {
        double sum = 0;
        for (int i = 0; i < count; i++, sums += stride) sum += *sums;
        return (float)sum;
    }

    static int ItemsPerImage(FeatureMap logits) => (logits.Height * logits.Width + StripPixels - 1) / StripPixels;

    static int Items(FeatureMap logits) => logits.Batch * ItemsPerImage(logits);

    static (int Image, int First, int Count) Locate(FeatureMap logits, int item)
    {
        (int image, int strip) = Math.DivRem(item, ItemsPerImage(logits));
        int first = strip * StripPixels;
        return (image, first, Math.Min(StripPixels, logits.Height * logits.Width - first));
    }

    sealed class ForwardPass(Convolution1x1 layer) : ParallelLoop
    {
        const int Stride = (StripPixels + MatrixProduct.Overrun) * Lanes;

        Activation input = null!;
        FeatureMap logits = null!;
        Workspace workspace = null!;

        public void Run(Activation from, FeatureMap to, Workspace memory)
        {
            (input, logits, workspace) = (from, to, memory);
            workspace.Reserve((layer.channelBlocks + 1L) * Stride, 0);
            Run(Items(logits), workspace.Threads);
        }

        protected override void Invoke(int item, int worker)
        {
            (int image, int first, int count) = Locate(logits, item);
            float* pixels = workspace.Scratch(worker);
            float* result = pixels + layer.channelBlocks * Stride;
            nint offset = image * input.Values.ImageStride + (nint)first * Lanes;
            for (int block = 0; block < layer.channelBlocks; block++) input.Source(block).Read(offset, count, pixels + block * Stride);
            for (int block = 0; block < layer.classBlocks; block++)
            {
                MatrixProduct.Multiply<BlockStride>(
                    count, pixels, layer.channelBlocks, Stride, Lanes, layer.forwardWeights.Pointer + block * layer.channelBlocks * BlockLength, result);
                for (int k = block * Lanes; k < Math.Min((block + 1) * Lanes, layer.classes); k++)
                {
                    Span<float> plane = logits.Plane(image, k).Slice(first, count);
                    float bias = layer.Bias.Values[k];
                    float* from = result + k % Lanes;
                    for (int i = 0; i < plane.Length; i++, from += Lanes) plane[i] = *from + bias;
                }
            }
        }
    }

    sealed class BackwardPass(Convolution1x1 layer) : ParallelLoop
    {
        const int Stride = (StripPixels + MatrixProduct.Overrun) * Lanes;

        Activation input = null!;
        FeatureMap logits = null!;
        Workspace workspace = null!;

        /// <summary>Floats of an item's sums for the parameters: <c>[class block][channel block][16][16]</c> and then <c>[classes]</c>.</summary>
        public nint SumsLength => layer.classBlocks * (layer.channelBlocks * BlockLength + Lanes);

        /// <summary>Where they begin, behind the sums for the normalisation.</summary>
        public nint SumsOffset => (nint)Items(logits) * layer.channelBlocks * PixelTarget.SumsLength;

        public void Run(Activation from, FeatureMap to, Workspace memory)
        {
            (input, logits, workspace) = (from, to, memory);
            workspace.Reserve((layer.channelBlocks + layer.classBlocks + 1L) * Stride, SumsOffset + Items(logits) * (long)SumsLength);
            Run(Items(logits), workspace.Threads);
        }

        protected override void Invoke(int item, int worker)
        {
            (int image, int first, int count) = Locate(logits, item);
            float* pixels = workspace.Scratch(worker);
            float* gradient = pixels + layer.channelBlocks * Stride;
            float* result = gradient + layer.classBlocks * Stride;
            nint offset = image * input.Values.ImageStride + (nint)first * Lanes;
            float* sums = workspace.Partials + SumsOffset + item * SumsLength;
            float* biasSums = sums + layer.classBlocks * layer.channelBlocks * BlockLength;
            new Span<float>(sums, checked((int)SumsLength)).Clear();

            new Span<float>(gradient, layer.classBlocks * Stride).Clear();
            for (int k = 0; k < layer.classes; k++)
            {
                Span<float> plane = logits.Plane(image, k).Slice(first, count);
                float* to = gradient + k / Lanes * Stride + k % Lanes;
                for (int i = 0; i < plane.Length; i++, to += Lanes) *to = plane[i];
                biasSums[k] = TensorPrimitives.Sum<float>(plane);
            }

            for (int block = 0; block < layer.channelBlocks; block++)
            {
                input.Source(block).Read(offset, count, pixels);
                for (int k = 0; k < layer.classBlocks; k++)
                {
                    OuterProduct.Sum(count, gradient + k * Stride, pixels, sums + (k * layer.channelBlocks + block) * BlockLength, add: false);
                }

                MatrixProduct.Multiply<BlockStride>(
                    count, gradient, layer.classBlocks, Stride, Lanes, layer.backwardWeights.Pointer + block * layer.classBlocks * BlockLength, result);
                float* channelSums = workspace.Partials + (nint)(item * layer.channelBlocks + block) * PixelTarget.SumsLength;
                input.GradientTarget(block, last: true).Write(result, offset, count, channelSums);
            }
        }
    }
}
