using SegLab.Losses;

namespace SegLab.Tests.Reference;

/// <summary>Losses of sorted errors.</summary>
static partial class ReferenceLoss
{
    static double Lovasz(PerClassLoss loss, Scene scene, bool presentOnly, Func<int, int, int, (double Error, bool IsForeground)> at) =>
        MeanOverGroups(loss.Aggregate, scene, images =>
        {
            double[] values = [.. from k in Used(loss, scene)
                                  let pixels = (from n in images
                                                from i in Enumerable.Range(0, scene.PixelsOfImage)
                                                where scene.W[n, i] != 0
                                                select at(n, k, i)).ToArray()
                                  where !presentOnly || pixels.Any(pixel => pixel.IsForeground)
                                  select JaccardExtension(pixels)];
            return values.Length == 0 ? 0 : values.Average();
        });

    static double JaccardExtension((double Error, bool IsForeground)[] pixels)
    {
        double foreground = pixels.Count(pixel => pixel.IsForeground), found = 0, alarms = 0, before = 0, sum = 0;
        foreach ((double error, bool isForeground) in pixels.OrderByDescending(pixel => pixel.Error))
        {
            if (isForeground) found++;
            else alarms++;
            double jaccard = 1 - (foreground - found) / (foreground + alarms);
            sum += error * (jaccard - before);
            before = jaccard;
        }

        return sum;
    }

    static double LovaszSoftmax(LovaszSoftmaxLoss loss, Scene scene) =>
        Lovasz(loss, scene, loss.Counted == CountedClasses.Present, (n, k, i) => (Math.Abs(scene.Y[n, k, i] - scene.P[n, k, i]), scene.Y[n, k, i] == 1));

    static double LovaszHinge(LovaszHingeLoss loss, Scene scene) =>
        Lovasz(loss, scene, presentOnly: false, (n, k, i) => (Math.Max(0, 1 - scene.Given[n, k, i] * (2 * scene.Y[n, k, i] - 1)), scene.Y[n, k, i] == 1));

    /// <summary>The mean over images (or over the batch) of the mean of the greatest pixel losses; how many, <paramref name="kept"/> says of their sorted list.</summary>
    static double Hardest(ElementaryLoss loss, Aggregate over, Scene scene, Func<double[], int> kept) => MeanOverGroups(over, scene, images =>
    {
        double[] costs = [.. (from n in images
                              from i in Enumerable.Range(0, scene.PixelsOfImage)
                              let label = scene.Label(n, i)
                              where label >= 0
                              select -WeightOf(loss, label) * Math.Log(scene.P[n, label, i])).OrderDescending()];
        return costs.Length == 0 ? 0 : costs.Take(kept(costs)).Average();
    });
}
