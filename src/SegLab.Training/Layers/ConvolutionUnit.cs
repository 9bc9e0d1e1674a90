using SegLab.Training.Kernels;

namespace SegLab.Training.Layers;

/// <summary>A 3 x 3 convolution with batch normalisation and ReLU.</summary>
/// <param name="block">Prefix of the parameters' names.</param>
/// <param name="number">Its place in its block, 1 or 2.</param>
/// <param name="inputs">Channels of each map that it reads.</param>
/// <param name="outputs">Channels of what it writes.</param>
sealed class ConvolutionUnit(string block, int number, int[] inputs, int outputs)
{
    readonly Convolution3x3 convolution = new($"{block}.conv{number}", inputs, outputs);

    public Parameter Weights => convolution.Weights;

    public BatchNormalization Normalization { get; } = new($"{block}.bn{number}", outputs);

    public int FanIn { get; } = 9 * inputs.Sum();

    public void Forward(Activation[] from, Activation to, bool training, Workspace workspace)
    {
        Normalization.Begin(training);
        convolution.Forward(from, to, training, workspace);
    }

    /// <summary>Writes the gradients of the weights and of the inputs.</summary>
    /// <param name="from">What <see cref="Forward"/> read.</param>
    /// <param name="to">What it wrote, with its gradient.</param>
    /// <param name="last">Whether the single input has no other reader, so that its gradient is taken through its ReLU and normalisation.</param>
    /// <param name="workspace">Scratch memory.</param>
    public void Backward(Activation[] from, Activation to, bool last, Workspace workspace)
    {
        convolution.BackwardWeights(from, to, workspace);
        convolution.BackwardInputs(from, to, last, workspace);
    }
}
