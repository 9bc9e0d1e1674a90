using SegLab.Losses;
using SegLab.Training.Studies.Runs;

namespace SegLab.Training.Studies.EasyPixels;

/// <summary>Where the gradient of a loss by the logits goes: sum of |dL/dz| over the pixels of each bin of <see cref="Difficulty"/>.</summary>
sealed class GradientByDifficulty
{
    readonly double[] gradients = new double[Difficulty.Bins];
    readonly long[] pixels = new long[Difficulty.Bins];

    /// <summary>The sum of |dL/dz| in each bin.</summary>
    public IReadOnlyList<double> Gradients => gradients;

    /// <summary>The share of all of |dL/dz| in each bin.</summary>
    public IReadOnlyList<double> Shares
    {
        get
        {
            double sum = gradients.Sum();
            return [.. gradients.Select(gradient => gradient / sum)];
        }
    }

    /// <summary>The share of the pixels in each bin.</summary>
    public IReadOnlyList<double> Pixels
    {
        get
        {
            double sum = pixels.Sum();
            return [.. pixels.Select(count => count / sum)];
        }
    }

    /// <summary>The share of |dL/dz| that easy pixels hold.</summary>
    public double Easy => Shares.Skip(Difficulty.FirstEasy).Sum();

    /// <summary>The share of |dL/dz| that hard pixels hold.</summary>
    public double Hard => Shares.Take(Difficulty.FirstNotHard).Sum();

    /// <summary>The share of the pixels that are easy.</summary>
    public double EasyPixels => Pixels.Skip(Difficulty.FirstEasy).Sum();

    /// <summary>The sum of |dL/dz| over the easy pixels.</summary>
    public double EasyGradient => gradients.Skip(Difficulty.FirstEasy).Sum();

    /// <summary>Evaluates losses on the same predictions.</summary>
    /// <param name="losses">The losses.</param>
    /// <param name="batches">The predictions, a training batch at a time.</param>
    public static GradientByDifficulty[] Of(IReadOnlyList<SegmentationLoss> losses, IEnumerable<LabelledLogits> batches)
    {
        GradientByDifficulty[] results = [.. losses.Select(_ => new GradientByDifficulty())];
        foreach (LabelledLogits batch in batches)
        {
            int[] bins = [.. Enumerable.Range(0, batch.Labels.Length).Select(pixel => Difficulty.Of(TrueProbability(batch, pixel)))];
            FeatureMap logits = batch.Logits;
            var gradient = new FeatureMap(logits.Batch, logits.Channels, logits.Height, logits.Width);
            foreach ((SegmentationLoss loss, GradientByDifficulty result) in losses.Zip(results))
            {
                loss.Evaluate(logits.AsTensorSpan(), batch.Target, gradient.AsTensorSpan(), threads: 1);
                result.Add(new LabelledLogits(gradient, batch.Labels), bins);
            }
        }

        return results;
    }

    void Add(LabelledLogits slopes, int[] bins)
    {
        Span<double> slope = stackalloc double[slopes.Logits.Channels];
        for (int pixel = 0; pixel < bins.Length; pixel++)
        {
            slopes.CopyPixel(pixel, slope);
            foreach (double value in slope) gradients[bins[pixel]] += Math.Abs(value);
            pixels[bins[pixel]]++;
        }
    }

    static double TrueProbability(LabelledLogits batch, int pixel)
    {
        Span<double> logits = stackalloc double[batch.Logits.Channels];
        batch.CopyPixel(pixel, logits);
        double truth = logits[batch.Labels[pixel]], sum = 0;
        foreach (double logit in logits) sum += Math.Exp(logit - truth);
        return 1 / sum;
    }
}
