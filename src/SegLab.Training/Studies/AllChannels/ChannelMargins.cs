using SegLab.Losses;
using SegLab.Metrics;
using SegLab.Training.Studies.Runs;

namespace SegLab.Training.Studies.AllChannels;

/// <summary>How far a network keeps the true class of a pixel apart from the others: means over the pixels of some images.</summary>
sealed record ChannelMargins
{
    static readonly SegmentationLoss trueChannel = new CrossEntropyLoss(), allChannels = new AllChannelsCrossEntropyLoss();

    /// <summary>The probability of the true class less that of the best other one.</summary>
    public required double Probability { get; init; }

    /// <summary>The logit of the true class less that of the best other one.</summary>
    public required double Logit { get; init; }

    /// <summary>The mean logit margin of the pixels that are right; NaN without any.</summary>
    public required double LogitWhereRight { get; init; }

    /// <summary>The mean logit margin of the pixels that are wrong; NaN without any.</summary>
    public required double LogitWhereWrong { get; init; }

    /// <summary>Cross-entropy over the true channel.</summary>
    public required double TrueChannelLoss { get; init; }

    /// <summary>Cross-entropy over all channels.</summary>
    public required double AllChannelsLoss { get; init; }

    /// <summary>The share of the sum of |dL/dz| that falls on channels of wrong classes, for cross-entropy over the true channel.</summary>
    public required double WrongChannelShare { get; init; }

    /// <summary>The share of the pixels that are right.</summary>
    public required double Accuracy { get; init; }

    /// <summary>The mean IoU.</summary>
    public required double MeanIoU { get; init; }

    /// <summary>The margins of one pixel.</summary>
    /// <param name="logits">A number a class.</param>
    /// <param name="label">The true class.</param>
    public static (double Probability, double Logit) OfPixel(ReadOnlySpan<double> logits, int label)
    {
        double other = double.NegativeInfinity, sum = 0;
        for (int k = 0; k < logits.Length; k++)
            if (k != label) other = Math.Max(other, logits[k]);
        double largest = Math.Max(other, logits[label]);
        foreach (double logit in logits) sum += Math.Exp(logit - largest);
        return ((Math.Exp(logits[label] - largest) - Math.Exp(other - largest)) / sum, logits[label] - other);
    }

    /// <summary>Takes the means over all pixels of equally large batches.</summary>
    public static ChannelMargins Of(IEnumerable<LabelledLogits> batches)
    {
        double probability = 0, right = 0, wrong = 0, ce = 0, all = 0, onWrong = 0, onAll = 0;
        int pixels = 0, pixelsRight = 0, count = 0;
        ConfusionMatrix? confusion = null;
        foreach (LabelledLogits batch in batches)
        {
            int classes = batch.Logits.Channels;
            confusion ??= new ConfusionMatrix(classes);
            double[] logits = new double[classes];
            int[] predicted = new int[batch.Labels.Length];
            for (int pixel = 0; pixel < batch.Labels.Length; pixel++)
            {
                batch.CopyPixel(pixel, logits);
                int label = batch.Labels[pixel];
                (double Probability, double Logit) margin = OfPixel(logits, label);
                probability += margin.Probability;
                if (margin.Logit > 0) (right, pixelsRight) = (right + margin.Logit, pixelsRight + 1);
                else wrong += margin.Logit;
                predicted[pixel] = Array.IndexOf(logits, logits.Max());
            }

            pixels += batch.Labels.Length;
            confusion.Add<int, int>(predicted, batch.Labels);
            var gradient = new FeatureMap(batch.Logits.Batch, classes, batch.Logits.Height, batch.Logits.Width);
            ce += trueChannel.Evaluate(batch.Logits.AsTensorSpan(), batch.Target, gradient.AsTensorSpan(), threads: 1);
            all += allChannels.Evaluate(batch.Logits.AsTensorSpan(), batch.Target, threads: 1);
            var slopes = new LabelledLogits(gradient, batch.Labels);
            for (int pixel = 0; pixel < batch.Labels.Length; pixel++)
            {
                slopes.CopyPixel(pixel, logits);
                double sum = logits.Sum(Math.Abs);
                onAll += sum;
                onWrong += sum - Math.Abs(logits[batch.Labels[pixel]]);
            }

            count++;
        }

        return new ChannelMargins
        {
            Probability = probability / pixels,
            Logit = (right + wrong) / pixels,
            LogitWhereRight = right / pixelsRight,
            LogitWhereWrong = wrong / (pixels - pixelsRight),
            TrueChannelLoss = ce / count,
            AllChannelsLoss = all / count,
            WrongChannelShare = onWrong / onAll,
            Accuracy = (double)pixelsRight / pixels,
            MeanIoU = confusion?.MeanIoU ?? double.NaN,
        };
    }
}
