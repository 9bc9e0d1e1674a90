using SegLab.Losses;

namespace SegLab.Training.Probes;

/// <summary>The form in which a loss takes a prediction of foreground and background: one logit under a sigmoid, two under a softmax, two probabilities or their logarithms.</summary>
readonly record struct BinaryForm(Activation Activation)
{
    /// <summary>How many numbers a pixel has; the last is the foreground's.</summary>
    public int Channels => Activation == Activation.Sigmoid ? 1 : 2;

    /// <summary>The form that all parts of a loss take.</summary>
    /// <exception cref="ArgumentException">They take different ones.</exception>
    public static BinaryForm Of(SegmentationLoss loss)
    {
        Activation[] all = [.. WeightedSumLoss.PartsOf(loss).Select(part => part.Loss.Activation).Distinct()];
        return all is [var only]
            ? new BinaryForm(only)
            : throw new ArgumentException($"The parts of '{loss}' take different inputs ({string.Join(", ", all.Select(OptionText.Text))}); they need one activation.");
    }

    /// <summary>What stands for a probability of the foreground, above 0 and below 1. Two logits of 0 and z make a softmax of 1 - p and p.</summary>
    public (double Background, double Foreground) Values(double probability) => Activation switch
    {
        Activation.Probabilities => (1 - probability, probability),
        Activation.LogProbabilities => (Math.Log(1 - probability), Math.Log(probability)),
        _ => (0, Math.Log(probability / (1 - probability))),
    };

    /// <summary>The derivative by the probability, of the derivatives by the numbers of a pixel (0 for the background where it has none).</summary>
    public double SlopeByProbability(double background, double foreground, double probability) => Activation switch
    {
        Activation.Probabilities => foreground - background,
        Activation.LogProbabilities => foreground / probability - background / (1 - probability),
        _ => foreground / (probability * (1 - probability)),
    };

    /// <summary>The derivative by the logit log(p / (1 - p)), of the derivatives by the numbers of a pixel.</summary>
    public float SlopeByLogit(float background, float foreground, float probability) => Activation switch
    {
        Activation.Probabilities => (foreground - background) * probability * (1 - probability),
        Activation.LogProbabilities => foreground * (1 - probability) - background * probability,
        _ => foreground,
    };
}
