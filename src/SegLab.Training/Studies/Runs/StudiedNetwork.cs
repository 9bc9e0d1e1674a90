using System.Numerics.Tensors;
using SegLab.Imaging;
using SegLab.Metrics;
using SegLab.Training.Data;
using SegLab.Training.Networks;

namespace SegLab.Training.Studies.Runs;

/// <summary>A network in the midst of its training, to be asked what it makes of images.</summary>
sealed class StudiedNetwork(Network network, Normalization normalization)
{
    /// <summary>Logits and labels of images of one size, some images at a time. What it yields lives until the next.</summary>
    /// <param name="samples">The images; those that do not fill a batch are left out.</param>
    /// <param name="batch">Images at a time.</param>
    public IEnumerable<LabelledLogits> Predict(IReadOnlyList<SegmentationSample> samples, int batch)
    {
        (int height, int width) = (samples[0].Image.Height, samples[0].Image.Width);
        var images = new FeatureMap(batch, normalization.Channels, height, width);
        int[] labels = new int[batch * height * width];
        for (int first = 0; first + batch <= samples.Count; first += batch)
        {
            for (int place = 0; place < batch; place++)
            {
                (_, RasterImage image, LabelMap mask) = samples[first + place];
                normalization.Copy(image, images, place);
                for (int i = 0; i < height * width; i++) labels[place * height * width + i] = mask.Labels[i];
            }

            yield return new LabelledLogits(network.Forward(images, training: false), labels);
        }
    }

    /// <summary>Counts what it makes of the pixels of images of one size.</summary>
    public ConfusionMatrix Score(IReadOnlyList<SegmentationSample> samples, int classes)
    {
        var confusion = new ConfusionMatrix(classes);
        foreach (LabelledLogits image in Predict(samples, batch: 1)) confusion.AddScores<int>(image.Logits.Values, image.Labels);
        return confusion;
    }
}

/// <summary>Logits with the true class of every pixel.</summary>
/// <param name="Logits"><c>[N, C, H, W]</c>.</param>
/// <param name="Labels"><c>[N, H, W]</c>.</param>
readonly record struct LabelledLogits(FeatureMap Logits, int[] Labels)
{
    /// <summary>The labels as a tensor <c>[N, H, W]</c>.</summary>
    public ReadOnlyTensorSpan<int> Target => new(Labels, [Logits.Batch, Logits.Height, Logits.Width]);

    /// <summary>Pixels of a plane.</summary>
    public int Plane => Logits.Height * Logits.Width;

    /// <summary>Takes the logits of one pixel of the batch, a number a class.</summary>
    public void CopyPixel(int pixel, Span<double> logits)
    {
        ReadOnlySpan<float> values = Logits.Values[(pixel / Plane * Logits.Channels * Plane)..];
        for (int k = 0; k < logits.Length; k++) logits[k] = values[k * Plane + pixel % Plane];
    }
}
