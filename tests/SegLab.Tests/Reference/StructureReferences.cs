using SegLab.Losses;

namespace SegLab.Tests.Reference;

/// <summary>Losses of structures and of distances between classes.</summary>
static partial class ReferenceLoss
{
    static double CenterlineDice(CenterlineDiceLoss loss, Scene scene) => MeanOverGroups(loss.Aggregate, scene, images =>
    {
        double hit = 0, predicted = 0, found = 0, wanted = 0, both = 0, sizes = 0;
        foreach (int n in images)
            foreach (int k in Used(loss, scene))
            {
                double[] p = [.. Enumerable.Range(0, scene.PixelsOfImage).Select(i => scene.W[n, i] * scene.P[n, k, i])];
                double[] y = [.. Enumerable.Range(0, scene.PixelsOfImage).Select(i => scene.W[n, i] * scene.Y[n, k, i])];
                double[] lineOfPrediction = SoftSkeleton(p, scene.Extents, loss.Iterations), lineOfTarget = SoftSkeleton(y, scene.Extents, loss.Iterations);
                hit += lineOfPrediction.Zip(y, (s, t) => s * t).Sum();
                predicted += lineOfPrediction.Sum();
                found += lineOfTarget.Zip(p, (s, t) => s * t).Sum();
                wanted += lineOfTarget.Sum();
                both += p.Zip(y, (a, b) => a * b).Sum();
                sizes += p.Sum() + y.Sum();
            }

        double precision = (hit + loss.Smooth) / (predicted + loss.Smooth), sensitivity = (found + loss.Smooth) / (wanted + loss.Smooth);
        double lines = 1 - 2 * precision * sensitivity / (precision + sensitivity), dice = 1 - (2 * both + loss.Smooth) / (sizes + loss.Smooth);
        return (1 - loss.DiceShare) * lines + loss.DiceShare * dice;
    });

    static double[] SoftSkeleton(double[] plane, int[] extents, int iterations)
    {
        double[] Pool(double[] values, bool smallest, int axesAtOnce) => [.. values.Select((_, i) =>
        {
            IEnumerable<double> near = Enumerable.Range(0, values.Length).Where(other => AreNear(i, other, extents, axesAtOnce)).Select(other => values[other]);
            return smallest ? near.Min() : near.Max();
        })];
        double[] Erode(double[] values) => Pool(values, smallest: true, axesAtOnce: 1);
        double[] WithoutOpening(double[] values) =>
            [.. Pool(Erode(values), smallest: false, axesAtOnce: extents.Length).Zip(values, (opened, value) => Math.Max(0, value - opened))];

        double[] skeleton = WithoutOpening(plane);
        for (int j = 0; j < iterations; j++)
        {
            plane = Erode(plane);
            skeleton = [.. skeleton.Zip(WithoutOpening(plane), (s, delta) => s + Math.Max(0, delta - s * delta))];
        }

        return skeleton;
    }

    /// <summary>Whether two cells are at most a step apart along each axis, and apart along no more axes than are said.</summary>
    static bool AreNear(int one, int other, int[] extents, int axesAtOnce)
    {
        int apart = 0;
        for (int axis = extents.Length - 1; axis >= 0; axis--)
        {
            int steps = Math.Abs(one % extents[axis] - other % extents[axis]);
            if (steps > 1) return false;
            apart += steps;
            (one, other) = (one / extents[axis], other / extents[axis]);
        }

        return apart <= axesAtOnce;
    }

    static double GeneralizedWassersteinDice(GeneralizedWassersteinDiceLoss loss, Scene scene) => Enumerable.Range(0, scene.Images).Average(n =>
    {
        double Distance(int from, int to) => loss.Distances is { } given ? given[from, to] / given.Largest : from == to ? 0 : 1;
        double[] counts = new double[scene.Channels];
        for (int i = 0; i < scene.PixelsOfImage; i++)
            if (scene.Label(n, i) is >= 0 and int label) counts[label]++;
        double truePositives = 0, distances = 0, weighted = 0;
        for (int i = 0; i < scene.PixelsOfImage; i++)
        {
            int label = scene.Label(n, i);
            if (label < 0) continue;
            double distance = Enumerable.Range(0, scene.Channels).Sum(k => Distance(label, k) * scene.P[n, k, i]);
            double weight = loss.Weighting == WassersteinWeighting.Volume ? 1 / (counts[label] + 1) : label == 0 ? 0 : 1;
            truePositives += weight * (1 - distance);
            distances += distance;
            weighted += weight * (2 - distance);
        }

        double denominator = loss.Weighting == WassersteinWeighting.Volume ? weighted : 2 * truePositives + distances;
        return 1 - (2 * truePositives + loss.Smooth) / (denominator + (loss.SmoothDenominator ?? loss.Smooth));
    });
}
