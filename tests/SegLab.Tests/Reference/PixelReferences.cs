using SegLab.Losses;

namespace SegLab.Tests.Reference;

/// <summary>Pixel-wise losses.</summary>
static partial class ReferenceLoss
{
    static double CrossEntropy(CrossEntropyLoss loss, Scene scene)
    {
        double sum = 0, weights = 0;
        for (int n = 0; n < scene.Images; n++)
            for (int i = 0; i < scene.PixelsOfImage; i++)
                for (int k = 0; k < scene.Channels; k++)
                {
                    double share = (1 - loss.LabelSmoothing) * scene.Y[n, k, i] + loss.LabelSmoothing / scene.Channels;
                    sum -= scene.W[n, i] * share * WeightOf(loss, k) * Math.Log(scene.P[n, k, i]);
                    weights += scene.W[n, i] * scene.Y[n, k, i] * WeightOf(loss, k);
                }

        return sum / weights;
    }

    /// <summary>sum of w y f(p) over the classes, divided by <paramref name="over"/>, or by the sum of the weights when that is negative.</summary>
    static double TrueClass(ElementaryLoss loss, Scene scene, double over, Func<double, double> cost)
    {
        double sum = 0, weights = 0;
        for (int n = 0; n < scene.Images; n++)
            for (int i = 0; i < scene.PixelsOfImage; i++)
                for (int k = 0; k < scene.Channels; k++)
                {
                    double weight = scene.W[n, i] * scene.Y[n, k, i] * WeightOf(loss, k);
                    if (weight == 0) continue;
                    weights += weight;
                    sum += weight * cost(scene.P[n, k, i]);
                }

        return sum / (over < 0 ? weights : over);
    }

    static double EachChannel(Scene scene, double over, Func<double, double, int, double> cost)
    {
        double sum = 0;
        for (int n = 0; n < scene.Images; n++)
            for (int k = 0; k < scene.Channels; k++)
                for (int i = 0; i < scene.PixelsOfImage; i++)
                    if (scene.W[n, i] != 0) sum += scene.W[n, i] * cost(scene.P[n, k, i], scene.Y[n, k, i], k);
        return sum / over;
    }

    static double BalancedBinary(Aggregate over, Scene scene)
    {
        double sum = 0;
        foreach (int[] images in Groups(over, scene.Images))
        {
            double present = 0, elements = 0;
            foreach (int n in images)
                for (int k = 0; k < scene.Channels; k++)
                    for (int i = 0; i < scene.PixelsOfImage; i++)
                    {
                        present += scene.W[n, i] * scene.Y[n, k, i];
                        elements += scene.W[n, i];
                    }

            double beta = elements == 0 ? 0 : 1 - present / elements;
            foreach (int n in images)
                for (int k = 0; k < scene.Channels; k++)
                    for (int i = 0; i < scene.PixelsOfImage; i++)
                    {
                        (double p, double y) = (scene.P[n, k, i], scene.Y[n, k, i]);
                        sum -= scene.W[n, i] * (beta * y * Math.Log(p) + (1 - beta) * (1 - y) * Math.Log(1 - p));
                    }
        }

        return sum / scene.Elements;
    }

    static double Poly1(Poly1Loss loss, double p) => -Math.Pow(1 - p, loss.Gamma) * Math.Log(p) + loss.Epsilon * Math.Pow(1 - p, loss.Gamma + 1);

    static double Conservative(ConservativeLoss loss, double p)
    {
        double log = Math.Log(p, loss.LogarithmBase);
        return loss.Weight * (1 + log) * (1 + log) * Math.Log(-log, loss.LogarithmBase);
    }

    static int[][] Groups(Aggregate over, int images) =>
        over == Aggregate.Batch ? [[.. Enumerable.Range(0, images)]] : [.. Enumerable.Range(0, images).Select(n => new[] { n })];
}
