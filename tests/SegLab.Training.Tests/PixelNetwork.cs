using SegLab.Numerics;
using SegLab.Training.Networks;

namespace SegLab.Training.Tests;

/// <summary>The smallest network that learns: a 1 x 1 convolution, and a running mean of its input as a buffer that training changes.</summary>
sealed class PixelNetwork : Network
{
    readonly Parameter weight;
    readonly Parameter bias;
    readonly Parameter runningMean;
    FeatureMap? logits;
    FeatureMap? input;

    public PixelNetwork(int inputChannels, int classes, int seed)
    {
        (InputChannels, Classes) = (inputChannels, classes);
        weight = new Parameter("head.weight", [classes, inputChannels, 1, 1]);
        bias = new Parameter("head.bias", [classes]);
        runningMean = new Parameter("norm.running_mean", [inputChannels], trained: false);
        var random = new RandomStream((ulong)seed);
        foreach (ref float value in weight.Values.AsSpan()) value = (float)random.NextDouble(-0.1, 0.1);
        Parameters = [weight, bias];
        Buffers = [runningMean];
    }

    public override int InputChannels { get; }

    public override int Classes { get; }

    public override IReadOnlyList<Parameter> Parameters { get; }

    public override IReadOnlyList<Parameter> Buffers { get; }

    public override FeatureMap Forward(FeatureMap images, bool training)
    {
        input = images;
        if (logits is null || logits.Batch != images.Batch || logits.Height != images.Height || logits.Width != images.Width)
            logits = new FeatureMap(images.Batch, Classes, images.Height, images.Width);
        for (int n = 0; n < images.Batch; n++)
        {
            for (int k = 0; k < Classes; k++)
            {
                logits.Plane(n, k).Fill(bias.Values[k]);
                for (int c = 0; c < InputChannels; c++)
                {
                    Span<float> from = images.Plane(n, c), to = logits.Plane(n, k);
                    for (int i = 0; i < to.Length; i++) to[i] += weight.Values[k * InputChannels + c] * (from[i] + 0.01f * runningMean.Values[c]);
                }
            }
        }

        if (training)
        {
            for (int c = 0; c < InputChannels; c++) runningMean.Values[c] = 0.9f * runningMean.Values[c] + 0.1f * images.Plane(0, c)[0];
        }

        return logits;
    }

    public override void Backward(FeatureMap logitsGradient)
    {
        Array.Clear(weight.Gradient);
        Array.Clear(bias.Gradient);
        for (int n = 0; n < logitsGradient.Batch; n++)
        {
            for (int k = 0; k < Classes; k++)
            {
                Span<float> gradient = logitsGradient.Plane(n, k);
                foreach (float value in gradient) bias.Gradient[k] += value;
                for (int c = 0; c < InputChannels; c++)
                {
                    Span<float> from = input!.Plane(n, c);
                    for (int i = 0; i < gradient.Length; i++) weight.Gradient[k * InputChannels + c] += gradient[i] * from[i];
                }
            }
        }
    }
}
