using SegLab.Training.Kernels;

namespace SegLab.Training.Networks;

/// <summary>
/// The U-Net (Ronneberger, Fischer and Brox, 2015) as it is built today: padded 3 x 3 convolutions without bias, each with batch
/// normalisation and ReLU, two a level; 2 x 2 max-pooling down; bilinear interpolation up to the skip's size, concatenated as
/// (up, skip); a 1 x 1 convolution to the logits. Level l has <c>width * 2^l</c> channels.
/// </summary>
public sealed class UNet : Network
{
    /// <summary>Shapes of images whose activations are kept: training and validation, each with a smaller last batch.</summary>
    const int KeptShapes = 4;

    readonly UNetLayers layers;
    readonly Workspace workspace = new();
    readonly List<UNetPass> passes = [];
    UNetPass? trained;

    /// <summary>Makes a network with random weights.</summary>
    /// <param name="inputChannels">Channels of an image, 1 or more.</param>
    /// <param name="classes">Channels of the logits, 1 or more.</param>
    /// <param name="width">Channels of the first level; multiples of 16 are the most efficient.</param>
    /// <param name="depth">Poolings, 0 to 10.</param>
    /// <param name="seed">What the weights are drawn from.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public UNet(int inputChannels, int classes, int width = 16, int depth = 4, int seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputChannels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegative(depth);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(depth, 10);
        (InputChannels, Classes, Width, Depth) = (inputChannels, classes, width, depth);
        layers = new UNetLayers(inputChannels, classes, width, depth, seed);
    }

    /// <inheritdoc/>
    public override int InputChannels { get; }

    /// <inheritdoc/>
    public override int Classes { get; }

    /// <summary>Channels of the first level.</summary>
    public int Width { get; }

    /// <summary>How often the image is halved.</summary>
    public int Depth { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => layers.Parameters;

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Buffers => layers.Buffers;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The images have other channels, or fewer than 2^<see cref="Depth"/> rows or columns.</exception>
    public override FeatureMap Forward(FeatureMap images, bool training)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Channels != InputChannels)
        {
            throw new ArgumentException($"The images have {images.Channels} channels; the network was made for {InputChannels}.", nameof(images));
        }

        if (Math.Min(images.Height, images.Width) >> Depth == 0)
        {
            throw new ArgumentException(
                $"Images of {images.Width} x {images.Height} pixels are too small for {Depth} poolings: each side needs {1 << Depth} or more.", nameof(images));
        }

        workspace.Threads = Threads;
        UNetPass pass = FindPass(images, training);
        trained = training ? pass : null;
        return pass.Forward(images, workspace);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The last <see cref="Forward"/> was not a training one.</exception>
    /// <exception cref="ArgumentException">The gradient has not the shape of the logits.</exception>
    public override void Backward(FeatureMap logitsGradient)
    {
        ArgumentNullException.ThrowIfNull(logitsGradient);
        if (trained is null) throw new InvalidOperationException("Backward needs a training Forward just before it.");
        FeatureMap logits = trained.Logits;
        if ((logitsGradient.Batch, logitsGradient.Channels, logitsGradient.Height, logitsGradient.Width)
            != (logits.Batch, logits.Channels, logits.Height, logits.Width))
        {
            throw new ArgumentException(
                $"The gradient has the shape {Describe(logitsGradient)}, the logits {Describe(logits)}.", nameof(logitsGradient));
        }

        workspace.Threads = Threads;
        trained.Backward(logitsGradient, workspace);
    }

    static string Describe(FeatureMap map) => $"[{map.Batch}, {map.Channels}, {map.Height}, {map.Width}]";

    UNetPass FindPass(FeatureMap images, bool training)
    {
        int index = 0;
        while (index < passes.Count && !passes[index].Fits(images, training)) index++;
        UNetPass found;
        if (index < passes.Count)
        {
            found = passes[index];
            passes.RemoveAt(index);
        }
        else
        {
            if (passes.Count == KeptShapes) passes.RemoveAt(KeptShapes - 1);
            found = new UNetPass(layers, images.Batch, images.Height, images.Width, training);
        }

        passes.Insert(0, found);
        return found;
    }
}
