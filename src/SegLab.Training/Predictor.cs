using SegLab.Imaging;
using SegLab.Training.Checkpoints;
using SegLab.Training.Data;
using SegLab.Training.Networks;

namespace SegLab.Training;

/// <summary>Finds the class of every pixel of an image with a trained network. Not for use by two threads at a time.</summary>
public sealed class Predictor
{
    readonly Network network;
    readonly Normalization normalization;
    FeatureMap? input;

    /// <summary>Takes a network as it is.</summary>
    public Predictor(Network network, Normalization normalization)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(normalization);
        if (network.InputChannels != normalization.Channels)
            throw new ArgumentException(
                $"The network takes images of {network.InputChannels} channels, the normalization {normalization.Channels}.");
        (this.network, this.normalization) = (network, normalization);
    }

    /// <summary>Takes a network's shape, weights and normalization from a weights file.</summary>
    /// <param name="weights">The file.</param>
    /// <param name="build">
    /// Builds a network of the described shape, whose initial weights do not matter; null for what the file names.
    /// </param>
    /// <exception cref="InvalidDataException">The weights do not fit the network that was built.</exception>
    public static Predictor From(WeightsFile weights, Func<WeightsDescription, Network>? build = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (build is null) return new Predictor(weights.Build(), weights.Description.Normalization);
        Network network = build(weights.Description);
        weights.CopyTo(network);
        return new Predictor(network, weights.Description.Normalization);
    }

    /// <summary>
    /// Predicts the label of every pixel: the class of the highest logit (with one logit channel, 1 where it is above 0).
    /// </summary>
    /// <exception cref="ArgumentException">The image does not have the network's channels.</exception>
    public LabelMap Predict(RasterImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var labels = new ushort[image.Width * image.Height];
        Predict(image, labels);
        return new LabelMap(image.Width, image.Height, labels);
    }

    /// <summary>As <see cref="Predict(RasterImage)"/>, into memory of the caller.</summary>
    internal void Predict(RasterImage image, Span<ushort> labels)
    {
        if (image.Channels != network.InputChannels)
            throw new ArgumentException(
                $"The image has {image.Channels} channels, and the network was trained on {network.InputChannels}.", nameof(image));
        if (input is null || input.Height != image.Height || input.Width != image.Width)
            input = new FeatureMap(1, image.Channels, image.Height, image.Width);
        normalization.Copy(image, input, place: 0);
        FeatureMap logits = network.Forward(input, training: false);
        if (logits.Channels == 1) Threshold(logits, labels);
        else Highest(logits, labels);
    }

    static void Threshold(FeatureMap logits, Span<ushort> labels)
    {
        ReadOnlySpan<float> plane = logits.Plane(0, 0);
        for (int i = 0; i < labels.Length; i++) labels[i] = plane[i] > 0 ? (ushort)1 : (ushort)0;
    }

    static void Highest(FeatureMap logits, Span<ushort> labels)
    {
        Span<float> best = logits.Plane(0, 0);
        labels.Clear();
        for (int label = 1; label < logits.Channels; label++)
        {
            ReadOnlySpan<float> plane = logits.Plane(0, label)[..best.Length];
            for (int i = 0; i < best.Length; i++)
            {
                if (plane[i] <= best[i]) continue;
                best[i] = plane[i];
                labels[i] = (ushort)label;
            }
        }
    }
}
