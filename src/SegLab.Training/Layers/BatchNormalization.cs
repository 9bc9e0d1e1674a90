using SegLab.Training.Kernels;

namespace SegLab.Training.Layers;

/// <summary>
/// Batch normalisation (Ioffe and Szegedy, 2015), always with a ReLU behind it. It has no pass of its own: who writes a map gathers the
/// sums, and who reads it applies the coefficients that this class makes of them. Conventions of PyTorch's BatchNorm2d.
/// </summary>
sealed unsafe class BatchNormalization
{
    /// <summary>What is added to a variance.</summary>
    public const double Epsilon = 1e-5;

    const double Momentum = 0.1;

    readonly int padded;
    readonly AlignedMemory coefficients;
    readonly AlignedMemory origin;
    readonly double[] inverseDeviation;

    public BatchNormalization(string name, int channels)
    {
        Channels = channels;
        padded = BlockedMap.BlocksOf(channels) * BlockedMap.Lanes;
        coefficients = new AlignedMemory(NormalizationBlock.Coefficients * padded);
        origin = new AlignedMemory(padded);
        inverseDeviation = new double[channels];
        Weight = new Parameter($"{name}.weight", [channels]);
        Bias = new Parameter($"{name}.bias", [channels]);
        RunningMean = new Parameter($"{name}.running_mean", [channels], trained: false);
        RunningVariance = new Parameter($"{name}.running_var", [channels], trained: false);
        Array.Fill(Weight.Values, 1f);
        Array.Fill(RunningVariance.Values, 1f);
    }

    public int Channels { get; }

    public Parameter Weight { get; }

    public Parameter Bias { get; }

    public Parameter RunningMean { get; }

    public Parameter RunningVariance { get; }

    public NormalizationBlock Block(int block) => new(coefficients.Pointer + block * BlockedMap.Lanes, padded);

    /// <summary>What statistics are taken from: near the mean, so that little cancels.</summary>
    public float* Origin(int block) => origin.Pointer + block * BlockedMap.Lanes;

    /// <summary>Before a map is written: fixes <see cref="Origin"/> for training, or else makes the coefficients of the running statistics.</summary>
    public void Begin(bool training)
    {
        if (training) RunningMean.Values.CopyTo(origin.Values);
        else for (int c = 0; c < Channels; c++) SetScale(c, RunningMean.Values[c], RunningVariance.Values[c]);
    }

    /// <summary>Makes the coefficients of the batch's sums, and updates the running statistics.</summary>
    /// <param name="sums"><c>[groups][blocks][2][16]</c>: sums and squares of the values less <see cref="Origin"/>.</param>
    /// <param name="groups">How many sums there are a channel.</param>
    /// <param name="count">Values a channel.</param>
    public void TakeStatistics(float* sums, int groups, long count)
    {
        for (int c = 0; c < Channels; c++)
        {
            (double sum, double squares) = Total(sums, groups, c);
            double shift = sum / count;
            double mean = origin.Values[c] + shift;
            double variance = Math.Max(squares / count - shift * shift, 0);
            SetScale(c, mean, variance);
            RunningMean.Values[c] += (float)(Momentum * (mean - RunningMean.Values[c]));
            double unbiased = variance * count / Math.Max(count - 1, 1);
            RunningVariance.Values[c] += (float)(Momentum * (unbiased - RunningVariance.Values[c]));
        }
    }

    /// <summary>Makes the gradients of the parameters, and the coefficients of the backward step.</summary>
    /// <param name="sums"><c>[groups][blocks][2][16]</c>: sums of the gradient, and of it times the values less their mean.</param>
    /// <param name="groups">How many sums there are a channel.</param>
    /// <param name="count">Values a channel.</param>
    public void TakeGradients(float* sums, int groups, long count)
    {
        float* to = coefficients.Pointer;
        for (int c = 0; c < Channels; c++)
        {
            (double sum, double products) = Total(sums, groups, c);
            double inverse = inverseDeviation[c];
            Weight.Gradient[c] = (float)(products * inverse);
            Bias.Gradient[c] = (float)sum;
            double ofGradient = Weight.Values[c] * inverse;
            double ofValue = -ofGradient * inverse * inverse * products / count;
            to[3 * padded + c] = (float)ofGradient;
            to[4 * padded + c] = (float)ofValue;
            to[5 * padded + c] = (float)(-ofGradient * sum / count - ofValue * to[2 * padded + c]);
        }
    }

    void SetScale(int channel, double mean, double variance)
    {
        double inverse = 1 / Math.Sqrt(variance + Epsilon);
        inverseDeviation[channel] = inverse;
        double scale = Weight.Values[channel] * inverse;
        float* to = coefficients.Pointer + channel;
        to[0] = (float)scale;
        to[padded] = (float)(Bias.Values[channel] - mean * scale);
        to[2 * padded] = (float)mean;
    }

    (double First, double Second) Total(float* sums, int groups, int channel)
    {
        double first = 0, second = 0;
        sums += channel / BlockedMap.Lanes * PixelTarget.SumsLength + channel % BlockedMap.Lanes;
        for (int group = 0; group < groups; group++, sums += 2 * padded)
        {
            first += sums[0];
            second += sums[BlockedMap.Lanes];
        }

        return (first, second);
    }
}
