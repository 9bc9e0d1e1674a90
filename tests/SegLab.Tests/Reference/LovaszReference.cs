using SegLab.Losses;
using SegLab.Losses.Ranked;

namespace SegLab.Tests.Reference;

/// <summary>The Lovász extension of the Jaccard loss as it is written in the paper: sort, cumulated Jaccard losses, their differences.</summary>
static class LovaszReference
{
    public static (double Value, double[] Slopes) Of(LovaszTerm term, Planes planes)
    {
        var slopes = new double[planes.Predictions.Length];
        double total = 0;
        int[] classes = term.Selection.Of(planes.Channels);
        int[][] groups = term.Aggregate == Aggregate.Batch
            ? [[.. Enumerable.Range(0, planes.Images)]]
            : [.. Enumerable.Range(0, planes.Images).Select(image => new[] { image })];
        foreach (int[] group in groups)
        {
            int[] counted = [.. classes.Where(channel => !term.PresentOnly || Pixels(planes, group, channel, term.Errors).Any(pixel => pixel.Truth == 1))];
            foreach (int channel in counted)
            {
                double scale = term.Factor * (term.ClassWeights?[Array.IndexOf(classes, channel)] ?? 1);
                if (term.Reduction == Reduction.Mean) scale /= groups.Length * counted.Length;
                total += OneClass([.. Pixels(planes, group, channel, term.Errors)], scale, slopes);
            }
        }

        return (total, slopes);
    }

    static double OneClass((double Error, double Truth, double Weight, double Sign, int Index)[] pixels, double scale, double[] slopes)
    {
        double value = 0, all = pixels.Sum(pixel => pixel.Weight * pixel.Truth), intersection = all, union = all, before = 0;
        foreach ((double error, double truth, double weight, double sign, int index) in pixels.OrderByDescending(pixel => pixel.Error))
        {
            intersection -= weight * truth;
            union += weight * (1 - truth);
            double jaccard = union == 0 ? 0 : 1 - intersection / union;
            value += scale * error * (jaccard - before);
            slopes[index] += error == 0 ? 0 : scale * sign * (jaccard - before);
            before = jaccard;
        }

        return value;
    }

    // A pixel is found by the place of its prediction, which is in the order of the pixels.
    static IEnumerable<(double Error, double Truth, double Weight, double Sign, int Index)> Pixels(Planes planes, int[] group, int channel, LovaszErrors kind)
    {
        foreach (int image in group)
            for (int i = 0; i < planes.Pixels; i++)
            {
                double weight = planes.Weight(image, i), y = planes.Target(image, channel, i), value = planes.Prediction(image, channel, i);
                if (weight == 0) continue;
                double sign = y == 1 ? -1 : 1;

                // The errors themselves are those of single precision: they decide what is equal.
                double error = kind == LovaszErrors.Hinge ? Math.Max(0, (float)(1 + sign * value)) : (float)Math.Abs(y - value);
                yield return (error, y, weight, sign, (image * planes.Channels + channel) * planes.Pixels + i);
            }
    }
}
