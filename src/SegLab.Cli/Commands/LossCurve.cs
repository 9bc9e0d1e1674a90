using System.Numerics.Tensors;
using SegLab.Losses;

namespace SegLab.Cli.Commands;

/// <summary>A loss and its slope over the probability of the foreground that one pixel of a small scene is given.</summary>
/// <param name="Value">The probability and the loss.</param>
/// <param name="Slope">The probability and d loss / d what the network put out for the pixel.</param>
sealed record LossCurve(IReadOnlyList<(double Probability, double Loss)> Value, IReadOnlyList<(double Probability, double Slope)> Slope)
{
    // As many as two dots for each cell of a plot.
    const int Samples = 120;

    const double Least = 0.01, Others = 0.8;

    /// <summary>What the network puts out for a loss: <c>logit</c>, <c>probability</c> or <c>log-probability</c>.</summary>
    public static string OutputOf(ElementaryLoss loss) => loss.Activation switch
    {
        Activation.Probabilities => "probability",
        Activation.LogProbabilities => "log-probability",
        _ => "logit",
    };

    /// <summary>Evaluates the loss.</summary>
    /// <exception cref="ArgumentException">The loss cannot be evaluated on the scene.</exception>
    /// <exception cref="InvalidOperationException">Its options contradict each other.</exception>
    public static LossCurve Of(ElementaryLoss loss, ProbeScene scene)
    {
        if (loss.Reduction == Reduction.None) loss = loss with { Reduction = Reduction.Mean };
        int channels = loss.Activation == Activation.Sigmoid ? 1 : 2, pixels = scene.Labels.Length, foreground = (channels - 1) * pixels;
        float[] given = new float[channels * pixels], gradient = new float[given.Length];
        for (int i = 0; i < pixels; i++) Set(i, scene.Labels[i] == 1 ? Others : 1 - Others);
        nint[] shape = [1, channels, .. scene.Spatial], labelShape = [1, .. scene.Spatial];
        var values = new (double, double)[Samples];
        var slopes = new (double, double)[Samples];
        for (int i = 0; i < Samples; i++)
        {
            double probability = Least + (1 - 2 * Least) * i / (Samples - 1);
            Set(scene.Varied, probability);
            double value = loss.Evaluate(new ReadOnlyTensorSpan<float>(given, shape),
                new ReadOnlyTensorSpan<byte>(scene.Labels, labelShape),
                new TensorSpan<float>(gradient, shape), threads: 1);
            values[i] = (probability, value);
            slopes[i] = (probability, gradient[foreground + scene.Varied]);
        }

        return new LossCurve(values, slopes);

        void Set(int pixel, double probability)
        {
            // Two logits of 0 and z make a softmax of 1 - p and p.
            (double off, double on) = loss.Activation switch
            {
                Activation.Probabilities => (1 - probability, probability),
                Activation.LogProbabilities => (Math.Log(1 - probability), Math.Log(probability)),
                _ => (0, Math.Log(probability / (1 - probability))),
            };
            given[foreground + pixel] = (float)on;
            if (channels == 2) given[pixel] = (float)off;
        }
    }
}
