using System.Numerics.Tensors;
using SegLab.Losses;

namespace SegLab.Training.Probes;

/// <summary>
/// A prediction of foreground and background, pixel by pixel as a probability, handed to a loss in the form it takes: one logit under a
/// sigmoid, two under a softmax, two probabilities or their logarithms.
/// </summary>
sealed class BinaryPrediction
{
    readonly SegmentationLoss loss;
    readonly BinaryForm form;
    readonly byte[] labels;
    readonly float[] given, gradient;
    readonly nint[] shape, labelShape;
    readonly int foreground;

    /// <summary>A prediction for an image whose pixels are all undecided.</summary>
    /// <param name="loss">What judges it.</param>
    /// <param name="labels">1 where the foreground is, 0 elsewhere, in row-major order.</param>
    /// <param name="spatial">The extents of the image.</param>
    /// <exception cref="ArgumentException">The parts of the loss take different inputs.</exception>
    public BinaryPrediction(SegmentationLoss loss, byte[] labels, IReadOnlyList<nint> spatial)
    {
        (this.loss, this.labels) = (loss, labels);
        form = BinaryForm.Of(loss);
        (shape, labelShape) = ([1, form.Channels, .. spatial], [1, .. spatial]);
        (given, gradient) = (new float[form.Channels * labels.Length], new float[form.Channels * labels.Length]);
        foreground = (form.Channels - 1) * labels.Length;
        for (int pixel = 0; pixel < labels.Length; pixel++) Set(pixel, 0.5);
    }

    /// <summary>Gives a pixel a probability of the foreground.</summary>
    public void Set(int pixel, double probability)
    {
        (double off, double on) = form.Values(probability);
        given[foreground + pixel] = (float)on;
        if (foreground > 0) given[pixel] = (float)off;
    }

    /// <summary>The loss.</summary>
    /// <exception cref="ArgumentException">The loss cannot be evaluated on the image.</exception>
    /// <exception cref="InvalidOperationException">Its options contradict each other, or a weight follows a schedule.</exception>
    public double Evaluate() => loss.Evaluate(Span(given), new ReadOnlyTensorSpan<byte>(labels, labelShape));

    /// <summary>The loss, and its derivative by the probability of one pixel, through all that the loss is given of the pixel.</summary>
    public (double Loss, double Slope) EvaluateWithSlope(int pixel, double probability)
    {
        double value = loss.Evaluate(Span(given), new ReadOnlyTensorSpan<byte>(labels, labelShape), new TensorSpan<float>(gradient, shape), threads: 1);
        double on = gradient[foreground + pixel], off = foreground > 0 ? gradient[pixel] : 0;
        return (value, form.SlopeByProbability(off, on, probability));
    }

    ReadOnlyTensorSpan<float> Span(float[] numbers) => new(numbers, shape);
}
