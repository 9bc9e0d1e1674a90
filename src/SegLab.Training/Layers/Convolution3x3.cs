using SegLab.Numerics;
using SegLab.Training.Kernels;

namespace SegLab.Training.Layers;

/// <summary>
/// A 3 x 3 convolution, stride 1, zeros around, no bias, over one or more maps as if they were concatenated. The weights are those of
/// PyTorch's Conv2d: <c>[outputs, inputs, 3, 3]</c>.
/// </summary>
sealed unsafe class Convolution3x3
{
    const int Lanes = BlockedMap.Lanes;

    readonly int inputChannels;
    readonly (int First, int Count)[] inputBlocks;
    readonly (int First, int Count)[] outputBlocks;
    readonly AlignedMemory forwardWeights;
    readonly AlignedMemory backwardWeights;
    readonly PixelSource[] sources;
    readonly PixelTarget[] targets;
    readonly PixelSource[] gradientSources;
    readonly PixelTarget[] gradientTargets;
    readonly WinogradConvolution convolution = new();
    readonly WinogradWeightGradient weightGradient = new();
    readonly WeightTransform weightTransform;
    readonly GradientTransform gradientTransform;

    /// <param name="name">Prefix of the parameter's name.</param>
    /// <param name="inputs">Channels of each input map.</param>
    /// <param name="outputs">Channels of the output.</param>
    public Convolution3x3(string name, int[] inputs, int outputs)
    {
        inputChannels = inputs.Sum();
        inputBlocks = Cut(inputs);
        outputBlocks = Cut([outputs]);
        Weights = new Parameter($"{name}.weight", [outputs, inputChannels, 3, 3]);
        long transformed = (long)WinogradArithmetic.Positions * inputBlocks.Length * outputBlocks.Length * Lanes * Lanes;
        forwardWeights = new AlignedMemory(transformed);
        backwardWeights = new AlignedMemory(transformed);
        sources = new PixelSource[inputBlocks.Length];
        gradientTargets = new PixelTarget[inputBlocks.Length];
        targets = new PixelTarget[outputBlocks.Length];
        gradientSources = new PixelSource[outputBlocks.Length];
        weightTransform = new WeightTransform(this);
        gradientTransform = new GradientTransform(this);
    }

    public Parameter Weights { get; }

    /// <summary>Writes <paramref name="output"/>'s values, and when <paramref name="training"/> its normalisation's coefficients.</summary>
    public void Forward(Activation[] inputs, Activation output, bool training, Workspace workspace)
    {
        weightTransform.Run(training, workspace);
        SetSources(inputs);
        for (int block = 0; block < targets.Length; block++) targets[block] = output.Target(block, training);
        TileGrid grid = GridOf(output);
        convolution.Run(sources, targets, forwardWeights.Pointer, grid, workspace);
        if (training) output.Normalization!.TakeStatistics(workspace.Partials, convolution.Groups, grid.Pixels);
    }

    /// <summary>Writes the weights' gradient.</summary>
    /// <param name="inputs">What <see cref="Forward"/> read.</param>
    /// <param name="output">What it wrote, with its gradient and the coefficients of its normalisation's backward step.</param>
    /// <param name="workspace">Scratch memory.</param>
    public void BackwardWeights(Activation[] inputs, Activation output, Workspace workspace)
    {
        SetSources(inputs);
        SetGradientSources(output);
        weightGradient.Run(sources, gradientSources, GridOf(output), workspace);
        gradientTransform.Run(weightGradient.Chunks, workspace);
    }

    /// <summary>Writes the inputs' gradients, with the weights of the last training <see cref="Forward"/>.</summary>
    /// <param name="inputs">What <see cref="Forward"/> read.</param>
    /// <param name="output">What it wrote, with its gradient and the coefficients of its normalisation's backward step.</param>
    /// <param name="last">Whether the single input has no other reader, so that its gradient is taken through its ReLU and normalisation.</param>
    /// <param name="workspace">Scratch memory.</param>
    public void BackwardInputs(Activation[] inputs, Activation output, bool last, Workspace workspace)
    {
        SetGradientSources(output);
        int at = 0;
        foreach (Activation input in inputs)
        {
            for (int block = 0; block < input.Values.Blocks; block++) gradientTargets[at++] = input.GradientTarget(block, last);
        }

        TileGrid grid = GridOf(output);
        convolution.Run(gradientSources, gradientTargets, backwardWeights.Pointer, grid, workspace);
        if (last) inputs[0].Normalization!.TakeGradients(workspace.Partials, convolution.Groups, grid.Pixels);
    }

    static TileGrid GridOf(Activation output) => new(output.Values.Batch, output.Values.Height, output.Values.Width);

    void SetGradientSources(Activation output)
    {
        for (int block = 0; block < gradientSources.Length; block++) gradientSources[block] = output.GradientSource(block);
    }

    void SetSources(Activation[] inputs)
    {
        int at = 0;
        foreach (Activation input in inputs)
        {
            for (int block = 0; block < input.Values.Blocks; block++) sources[at++] = input.Source(block);
        }
    }

    static (int First, int Count)[] Cut(int[] maps)
    {
        var blocks = new List<(int, int)>();
        int first = 0;
        foreach (int channels in maps)
        {
            for (int c = 0; c < channels; c += Lanes) blocks.Add((first + c, Math.Min(Lanes, channels - c)));
            first += channels;
        }

        return [.. blocks];
    }

    /// <summary>Carries the weights into the transformed domain, one pair of blocks an item; lanes without a channel stay zero.</summary>
    sealed class WeightTransform(Convolution3x3 layer) : ParallelLoop
    {
        bool training;
        Workspace workspace = new();

        public void Run(bool backwardToo, Workspace memory)
        {
            (training, workspace) = (backwardToo, memory);
            workspace.Reserve(WinogradWeights.Taps * Lanes, 0);
            Run(layer.inputBlocks.Length * layer.outputBlocks.Length, workspace.Threads);
        }

        protected override void Invoke(int item, int worker)
        {
            int inputs = layer.inputBlocks.Length, outputs = layer.outputBlocks.Length;
            (int output, int input) = Math.DivRem(item, inputs);
            (int firstInput, int inputCount) = layer.inputBlocks[input];
            (int firstOutput, int outputCount) = layer.outputBlocks[output];
            float* taps = workspace.Scratch(worker);
            var gathered = new Span<float>(taps, WinogradWeights.Taps * Lanes);
            nint stride = (nint)inputs * outputs * Lanes * Lanes;
            fixed (float* weights = layer.Weights.Values)
            {
                float* to = layer.forwardWeights.Pointer + (nint)(output * inputs + input) * Lanes * Lanes;
                gathered.Clear();
                for (int i = 0; i < inputCount; i++)
                {
                    for (int o = 0; o < outputCount; o++)
                    {
                        float* from = weights + ((nint)(firstOutput + o) * layer.inputChannels + firstInput + i) * WinogradWeights.Taps;
                        for (int tap = 0; tap < WinogradWeights.Taps; tap++) taps[tap * Lanes + o] = from[tap];
                    }

                    WinogradWeights.Transform(taps, to + i * Lanes, stride);
                }

                if (!training) return;
                to = layer.backwardWeights.Pointer + (nint)(input * outputs + output) * Lanes * Lanes;
                gathered.Clear();
                for (int o = 0; o < outputCount; o++)
                {
                    float* from = weights + ((nint)(firstOutput + o) * layer.inputChannels + firstInput) * WinogradWeights.Taps;
                    for (int i = 0; i < inputCount; i++, from += WinogradWeights.Taps)
                    {
                        // Backward, the kernel is turned by half a turn.
                        for (int tap = 0; tap < WinogradWeights.Taps; tap++) taps[tap * Lanes + i] = from[WinogradWeights.Taps - 1 - tap];
                    }

                    WinogradWeights.Transform(taps, to + o * Lanes, stride);
                }
            }
        }
    }

    /// <summary>Adds up the chunks of the transformed gradient and carries it back, one pair of blocks an item.</summary>
    sealed class GradientTransform(Convolution3x3 layer) : ParallelLoop
    {
        const int BlockLength = Lanes * Lanes;

        int chunks;
        Workspace workspace = new();

        public void Run(int chunkCount, Workspace memory)
        {
            (chunks, workspace) = (chunkCount, memory);
            workspace.Reserve((WinogradArithmetic.Positions + WinogradWeights.Taps) * BlockLength, 0);
            Run(layer.inputBlocks.Length * layer.outputBlocks.Length, workspace.Threads);
        }

        protected override void Invoke(int item, int worker)
        {
            int inputs = layer.inputBlocks.Length, outputs = layer.outputBlocks.Length;
            (int input, int output) = Math.DivRem(item, outputs);
            (int firstInput, int inputCount) = layer.inputBlocks[input];
            (int firstOutput, int outputCount) = layer.outputBlocks[output];
            float* sums = workspace.Scratch(worker);
            float* taps = sums + WinogradArithmetic.Positions * BlockLength;
            nint length = WinogradWeightGradient.BlockLength(outputs);
            for (int position = 0; position < WinogradArithmetic.Positions; position++)
            {
                var sum = new Span<float>(sums + position * BlockLength, BlockLength);
                float* from = workspace.Partials + input * length + (nint)(position * outputs + output) * BlockLength;
                new Span<float>(from, BlockLength).CopyTo(sum);
                for (int chunk = 1; chunk < chunks; chunk++)
                {
                    from += inputs * length;
                    System.Numerics.Tensors.TensorPrimitives.Add(sum, new ReadOnlySpan<float>(from, BlockLength), sum);
                }
            }

            fixed (float* gradient = layer.Weights.Gradient)
            {
                for (int i = 0; i < inputCount; i++)
                {
                    WinogradWeights.Gradient(sums + i * Lanes, BlockLength, taps);
                    for (int o = 0; o < outputCount; o++)
                    {
                        float* to = gradient + ((nint)(firstOutput + o) * layer.inputChannels + firstInput + i) * WinogradWeights.Taps;
                        for (int tap = 0; tap < WinogradWeights.Taps; tap++) to[tap] = taps[tap * Lanes + o];
                    }
                }
            }
        }
    }
}
