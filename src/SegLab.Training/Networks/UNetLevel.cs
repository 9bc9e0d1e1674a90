using SegLab.Training.Kernels;
using SegLab.Training.Layers;

namespace SegLab.Training.Networks;

/// <summary>One level of a U-Net with everything below it, for one shape of images: the activations, and the passes over them.</summary>
sealed class UNetLevel
{
    readonly (ConvolutionUnit? First, ConvolutionUnit Second) encoder;
    readonly Activation[] between;
    readonly Activation skip;
    readonly Descent? descent;

    /// <param name="layers">The network's layers.</param>
    /// <param name="index">The level, 0 for full resolution.</param>
    /// <param name="images">Images of a batch.</param>
    /// <param name="height">Rows of this level's maps.</param>
    /// <param name="width">Columns of this level's maps.</param>
    /// <param name="training">Whether gradients are wanted.</param>
    public UNetLevel(UNetLayers layers, int index, int images, int height, int width, bool training)
    {
        encoder = layers.Encoder[index];
        BatchNormalization first = encoder.First?.Normalization ?? layers.First.Normalization;
        between = [Activation.Create(images, first.Channels, height, width, first, training)];
        skip = Activation.Create(images, first.Channels, height, width, encoder.Second.Normalization, training);
        if (index < layers.Depth) descent = new Descent(layers, index, skip, training);
    }

    /// <summary>Where the level's first unit writes.</summary>
    public Activation First => between[0];

    /// <summary>What the level hands up.</summary>
    public Activation Result => descent?.Result ?? skip;

    /// <param name="input">What the first unit reads; empty on the first level, whose first unit reads the images.</param>
    /// <param name="training">Whether batch statistics are used.</param>
    /// <param name="workspace">Scratch memory.</param>
    public void Forward(Activation[] input, bool training, Workspace workspace)
    {
        encoder.First?.Forward(input, First, training, workspace);
        encoder.Second.Forward(between, skip, training, workspace);
        descent?.Forward(training, workspace);
    }

    /// <summary>From the gradient of <see cref="Result"/> to that of the input, or on the first level to that of <see cref="First"/>.</summary>
    /// <param name="input">What <see cref="Forward"/> read.</param>
    /// <param name="workspace">Scratch memory.</param>
    public void Backward(Activation[] input, Workspace workspace)
    {
        descent?.Backward(workspace);
        encoder.Second.Backward(between, skip, last: true, workspace);
        encoder.First?.Backward(input, First, last: false, workspace);
    }

    /// <summary>What a level has that is not the deepest: the way down, the level there, and the way back up.</summary>
    sealed class Descent
    {
        readonly (ConvolutionUnit First, ConvolutionUnit Second) decoder;
        readonly Activation[] pooled;
        readonly Activation[] concatenated;
        readonly Activation[] between;
        readonly UNetLevel below;
        readonly MaxPooling pooling;
        readonly BilinearUpsampling upsampling;

        public Descent(UNetLayers layers, int index, Activation skip, bool training)
        {
            decoder = layers.Decoder[index];
            BlockedMap map = skip.Values;
            pooled = [Activation.Create(map.Batch, map.Channels, map.Height / 2, map.Width / 2, null, training)];
            below = new UNetLevel(layers, index + 1, map.Batch, map.Height / 2, map.Width / 2, training);
            Activation up = Activation.Create(map.Batch, 2 * map.Channels, map.Height, map.Width, null, training);
            concatenated = [up, skip];
            between = [Activation.Create(map.Batch, map.Channels, map.Height, map.Width, decoder.First.Normalization, training)];
            Result = Activation.Create(map.Batch, map.Channels, map.Height, map.Width, decoder.Second.Normalization, training);
            pooling = new MaxPooling(skip, pooled[0]);
            upsampling = new BilinearUpsampling(below.Result, up);
        }

        public Activation Result { get; }

        public void Forward(bool training, Workspace workspace)
        {
            pooling.Forward(workspace);
            below.Forward(pooled, training, workspace);
            upsampling.Forward(workspace);
            decoder.First.Forward(concatenated, between[0], training, workspace);
            decoder.Second.Forward(between, Result, training, workspace);
        }

        public void Backward(Workspace workspace)
        {
            decoder.Second.Backward(between, Result, last: true, workspace);
            decoder.First.Backward(concatenated, between[0], last: false, workspace);
            upsampling.Backward(workspace);
            below.Backward(pooled, workspace);
            pooling.Backward(workspace);
        }
    }
}
