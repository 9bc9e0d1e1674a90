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

    /// <inheritdoc cref="Convolution3x3.Backward"/>
    public void Backward(Activation[] from, Activation to, bool last, Workspace workspace) =>
        convolution.Backward(from, to, last, workspace);
}
