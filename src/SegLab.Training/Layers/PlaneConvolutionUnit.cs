using SegLab.Training.Kernels;

namespace SegLab.Training.Layers;

/// <summary>A network's first unit: a 3 x 3 convolution of plain planes with batch normalisation and ReLU.</summary>
/// <param name="block">Prefix of the parameters' names.</param>
/// <param name="inputs">Channels of the images.</param>
/// <param name="outputs">Channels of what it writes.</param>
sealed class PlaneConvolutionUnit(string block, int inputs, int outputs)
{
    readonly PlaneConvolution3x3 convolution = new($"{block}.conv1", inputs, outputs);

    public Parameter Weights => convolution.Weights;

    public BatchNormalization Normalization { get; } = new($"{block}.bn1", outputs);

    public int FanIn { get; } = 9 * inputs;

    public void Forward(FeatureMap images, Activation to, bool training, Workspace workspace)
    {
        Normalization.Begin(training);
        convolution.Forward(images, to, training, workspace);
    }

    public void Backward(FeatureMap images, Activation to, Workspace workspace) => convolution.Backward(images, to, workspace);
}
