using SegLab.Losses;

namespace SegLab.Training.Probes;

/// <summary>A loss and its slope over what is predicted for one pixel of a small image whose other pixels are fixed.</summary>
/// <param name="Points">The points, the probability ascending.</param>
public sealed record LossCurve(IReadOnlyList<LossCurvePoint> Points)
{
    const int ProbabilitySteps = 196, LogitSteps = 240;
    const double LeastProbability = 0.01;

    /// <summary>Logits are probed from its negative to it.</summary>
    public const double GreatestLogit = 6;

    /// <summary>Evaluates a loss for probabilities 0.01 to 0.99, or logits -6 to 6, in equal steps.</summary>
    /// <param name="loss">The loss; it must reduce its values to one.</param>
    /// <param name="image">The image, and which of its pixels varies.</param>
    /// <param name="axis">What has equal steps.</param>
    /// <exception cref="ArgumentException">The loss cannot be evaluated on the image, or its parts take different inputs.</exception>
    /// <exception cref="InvalidOperationException">Its options contradict each other, it reduces nothing, or a weight follows a schedule.</exception>
    public static LossCurve Of(SegmentationLoss loss, ProbeImage image, ProbeAxis axis = ProbeAxis.Probability)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(image);
        var prediction = new BinaryPrediction(loss, image.Labels, image.Spatial);
        for (int pixel = 0; pixel < image.Labels.Length; pixel++)
            prediction.Set(pixel, image.Labels[pixel] == 1 ? ProbeImage.Certainty : 1 - ProbeImage.Certainty);
        return new LossCurve([.. Probabilities(axis).Select(Point)]);

        LossCurvePoint Point(double probability)
        {
            prediction.Set(image.Varied, probability);
            (double value, double slope) = prediction.EvaluateWithSlope(image.Varied, probability);
            return new LossCurvePoint(probability, Math.Log(probability / (1 - probability)), value, slope, slope * probability * (1 - probability));
        }
    }

    static IEnumerable<double> Probabilities(ProbeAxis axis) => axis == ProbeAxis.Probability
        ? Enumerable.Range(0, ProbabilitySteps + 1).Select(i => LeastProbability + (1 - 2 * LeastProbability) * i / ProbabilitySteps)
        : Enumerable.Range(0, LogitSteps + 1).Select(i => 1 / (1 + Math.Exp(GreatestLogit * (1 - 2.0 * i / LogitSteps))));
}

/// <summary>A point of a <see cref="LossCurve"/>.</summary>
/// <param name="Probability">The probability p of the foreground that the pixel is given.</param>
/// <param name="Logit">The logit z = log(p / (1 - p)).</param>
/// <param name="Loss">The loss of the image.</param>
/// <param name="SlopeByProbability">d loss / dp.</param>
/// <param name="SlopeByLogit">d loss / dz.</param>
public readonly record struct LossCurvePoint(double Probability, double Logit, double Loss, double SlopeByProbability, double SlopeByLogit);

/// <summary>What a prediction is read off in.</summary>
public enum ProbeAxis
{
    /// <summary>The probability of the foreground.</summary>
    Probability,

    /// <summary>Its logit.</summary>
    Logit,
}
