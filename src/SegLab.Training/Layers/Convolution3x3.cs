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
    readonly ChannelBlock[] inputBlocks;
    readonly ChannelBlock[] outputBlocks;
    readonly PixelSource[] sources;
    readonly PixelTarget[] targets;
    readonly PixelSource[] gradientSources;
    readonly PixelTarget[] gradientTargets;
    readonly WinogradConvolution convolution = new();
    readonly WinogradWeightGradient weightGradient = new();
    readonly WinogradWeightTransform weightTransform;
    readonly WinogradGradientTransform gradientTransform;

    /// <param name="name">Prefix of the parameter's name.</param>
    /// <param name="inputs">Channels of each input map.</param>
    /// <param name="outputs">Channels of the output.</param>
    public Convolution3x3(string name, int[] inputs, int outputs)
    {
        inputChannels = inputs.Sum();
        inputBlocks = Cut(inputs);
        outputBlocks = Cut([outputs]);
        Weights = new Parameter($"{name}.weight", [outputs, inputChannels, 3, 3]);
        sources = new PixelSource[inputBlocks.Length];
        gradientTargets = new PixelTarget[inputBlocks.Length];
        targets = new PixelTarget[outputBlocks.Length];
        gradientSources = new PixelSource[outputBlocks.Length];
        weightTransform = new WinogradWeightTransform(Weights, inputBlocks, outputBlocks);
        gradientTransform = new WinogradGradientTransform(Weights, inputBlocks, outputBlocks);
    }

    public Parameter Weights { get; }

    /// <summary>Writes <paramref name="output"/>'s values, and when <paramref name="training"/> its normalisation's coefficients.</summary>
    public void Forward(Activation[] inputs, Activation output, bool training, Workspace workspace)
    {
        weightTransform.Run(backward: false, workspace);
        SetSources(inputs);
        for (int block = 0; block < targets.Length; block++) targets[block] = output.Target(block, training);
        TileGrid grid = GridOf(output);
        convolution.Run(sources, targets, grid, workspace);
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

    /// <summary>Writes the inputs' gradients.</summary>
    /// <param name="inputs">What <see cref="Forward"/> read.</param>
    /// <param name="output">What it wrote, with its gradient and the coefficients of its normalisation's backward step.</param>
    /// <param name="last">Whether the single input has no other reader, so that its gradient is taken through its ReLU and normalisation.</param>
    /// <param name="workspace">Scratch memory.</param>
    public void BackwardInputs(Activation[] inputs, Activation output, bool last, Workspace workspace)
    {
        weightTransform.Run(backward: true, workspace);
        SetGradientSources(output);
        int at = 0;
        foreach (Activation input in inputs)
        {
            for (int block = 0; block < input.Values.Blocks; block++) gradientTargets[at++] = input.GradientTarget(block, last);
        }

        TileGrid grid = GridOf(output);
        convolution.Run(gradientSources, gradientTargets, grid, workspace);
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

    static ChannelBlock[] Cut(int[] maps)
    {
        var blocks = new List<ChannelBlock>();
        int first = 0;
        foreach (int channels in maps)
        {
            for (int c = 0; c < channels; c += Lanes) blocks.Add(new ChannelBlock(first + c, Math.Min(Lanes, channels - c)));
            first += channels;
        }

        return [.. blocks];
    }
}
