using SegLab.Numerics;
using SegLab.Training.Layers;

namespace SegLab.Training.Networks;

/// <summary>The layers of a U-Net that have parameters, and these in the order of their use.</summary>
sealed class UNetLayers
{
    readonly List<Parameter> parameters = [];
    readonly List<Parameter> buffers = [];

    public UNetLayers(int inputChannels, int classes, int width, int depth, int seed)
    {
        (InputChannels, Classes) = (inputChannels, classes);
        var random = new RandomStream((ulong)seed);
        First = new PlaneConvolutionUnit("encoder.0", inputChannels, width);
        Add(First.Weights, First.FanIn, First.Normalization, random);
        Encoder = new (ConvolutionUnit?, ConvolutionUnit)[depth + 1];
        Decoder = new (ConvolutionUnit, ConvolutionUnit)[depth];
        for (int level = 0; level <= depth; level++)
        {
            int channels = checked(width << level);
            string name = $"encoder.{level}";
            ConvolutionUnit? first = level == 0 ? null : Add(new ConvolutionUnit(name, 1, [channels / 2], channels), random);
            Encoder[level] = (first, Add(new ConvolutionUnit(name, 2, [channels], channels), random));
        }

        for (int level = 0; level < depth; level++)
        {
            int channels = width << level;
            string name = $"decoder.{level}";
            Decoder[level] = (
                Add(new ConvolutionUnit(name, 1, [2 * channels, channels], channels), random),
                Add(new ConvolutionUnit(name, 2, [channels], channels), random));
        }

        Head = new Convolution1x1("head", width, classes);
        Initialization.Fill(Head.Weights, width, random);
        Initialization.Fill(Head.Bias, width, random);
        parameters.AddRange([Head.Weights, Head.Bias]);
    }

    /// <summary>The unit that reads the images; <see cref="Encoder"/>'s level 0 has only the second.</summary>
    public PlaneConvolutionUnit First { get; }

    public (ConvolutionUnit? First, ConvolutionUnit Second)[] Encoder { get; }

    public (ConvolutionUnit First, ConvolutionUnit Second)[] Decoder { get; }

    public Convolution1x1 Head { get; }

    public int InputChannels { get; }

    public int Classes { get; }

    public int Depth => Decoder.Length;

    public IReadOnlyList<Parameter> Parameters => parameters;

    public IReadOnlyList<Parameter> Buffers => buffers;

    ConvolutionUnit Add(ConvolutionUnit unit, RandomStream random)
    {
        Add(unit.Weights, unit.FanIn, unit.Normalization, random);
        return unit;
    }

    void Add(Parameter weights, int fanIn, BatchNormalization normalization, RandomStream random)
    {
        Initialization.Fill(weights, fanIn, random);
        parameters.AddRange([weights, normalization.Weight, normalization.Bias]);
        buffers.AddRange([normalization.RunningMean, normalization.RunningVariance]);
    }
}
