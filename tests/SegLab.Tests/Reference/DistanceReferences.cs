using SegLab.Losses;

namespace SegLab.Tests.Reference;

/// <summary>Losses that take distances, by looking at every pair of pixels.</summary>
static partial class ReferenceLoss
{
    static double[] Distances(Scene scene, VoxelSpacing? spacing, Func<int, int, bool> isSite) =>
        [.. BruteForceDistance.Squared(scene.Extents, spacing?.ToArray() ?? [.. scene.Extents.Select(_ => 1.0)], isSite).Select(Math.Sqrt)];

    /// <summary>The mean over images and classes of the mean over the pixels that count.</summary>
    static double MeanOfPlanes(PerClassLoss loss, Scene scene, Func<int, int, double[]> valuesOf) =>
        (from n in Enumerable.Range(0, scene.Images)
         let counted = Enumerable.Range(0, scene.PixelsOfImage).Where(i => scene.W[n, i] != 0).ToArray()
         from k in Used(loss, scene)
         let values = counted.Length == 0 ? [] : valuesOf(n, k)
         select counted.Length == 0 ? 0 : counted.Average(i => values[i])).Average();

    static double Boundary(BoundaryLoss loss, Scene scene) => MeanOfPlanes(loss, scene, (n, k) =>
    {
        int label = scene.Channels == 1 ? 1 : k;
        bool[] within = [.. Enumerable.Range(0, scene.PixelsOfImage).Select(i => scene.Label(n, i) == label)];
        double[] outside = Distances(scene, loss.Spacing, (_, other) => within[other]);
        double[] inside = Distances(scene, loss.Spacing, (_, other) => !within[other]);
        double less = loss.InsideDistance == InsideDistance.MinusOne ? 1 : 0;
        bool hasBorder = within.Contains(true) && within.Contains(false);
        return [.. within.Select((isInside, i) => !hasBorder ? 0 : scene.P[n, k, i] * (isInside ? less - inside[i] : outside[i]))];
    });

    static double Hausdorff(HausdorffDistanceLoss loss, Scene scene)
    {
        double mean = MeanOfPlanes(loss, scene, (n, k) =>
        {
            int label = scene.Channels == 1 ? 1 : k;
            double[] Field(Func<int, bool> marked)
            {
                bool[] within = [.. Enumerable.Range(0, scene.PixelsOfImage).Select(i => scene.W[n, i] != 0 && marked(i))];
                return [.. Distances(scene, loss.Spacing, (element, other) => within[element] != within[other])
                    .Select((d, i) => double.IsFinite(d) && (within[i] || !loss.InsideOnly) ? Math.Pow(d, loss.Exponent) : 0)];
            }

            bool Predicted(int i) => loss.PredictedMask == PredictedMask.AboveHalf || scene.Channels == 1
                ? scene.P[n, k, i] > 0.5
                : Enumerable.Range(0, scene.Channels).All(other => scene.P[n, other, i] <= scene.P[n, k, i]);
            double[] predicted = Field(Predicted), target = Field(i => scene.Label(n, i) == label);
            return [.. predicted.Select((d, i) => Math.Pow(scene.P[n, k, i] - scene.Y[n, k, i], 2) * (d + target[i]))];
        });
        return loss.LogOfOnePlus ? Math.Log(1 + mean) : mean;
    }

    /// <summary>Cross-entropy with a map of weights, over the pixels.</summary>
    static double WeightedCrossEntropy(Scene scene, Func<int, double[]> weightsOf, Func<double, double, double, double> cost, Func<double, double, double> over)
    {
        double sum = 0, weights = 0;
        for (int n = 0; n < scene.Images; n++)
        {
            double[] map = weightsOf(n);
            for (int i = 0; i < scene.PixelsOfImage; i++)
            {
                if (scene.W[n, i] == 0) continue;
                weights += scene.W[n, i] * map[i];
                for (int k = 0; k < scene.Channels; k++) sum += scene.W[n, i] * cost(scene.P[n, k, i], scene.Y[n, k, i], map[i]);
            }
        }

        return sum / over(scene.Pixels, weights);
    }

    static double UNetCrossEntropy(UNetCrossEntropyLoss loss, Scene scene) => WeightedCrossEntropy(
        scene,
        n =>
        {
            int[] instances = Components(scene, n);
            double[][] distances = [.. instances.Where(instance => instance > 0).Distinct().Select(instance => Distances(scene, null, (_, other) => instances[other] == instance))];
            return [.. Enumerable.Range(0, scene.PixelsOfImage).Select(i =>
            {
                double[] nearest = [.. distances.Select(ofInstance => ofInstance[i]).Order().Take(2)];
                bool isForeground = scene.Label(n, i) > 0;
                double border = nearest.Length < 2 || (isForeground && loss.BorderOnBackground) ? 0
                    : loss.BorderWeight * Math.Exp(-Math.Pow(nearest.Sum(), 2) / (2 * loss.BorderSigma * loss.BorderSigma));
                return border + (isForeground ? loss.ForegroundWeight : loss.BackgroundWeight);
            })];
        },
        (p, y, w) => y == 0 ? 0 : -w * y * Math.Log(p),
        (pixels, _) => pixels);

    static double DistancePenalizedCrossEntropy(Scene scene) => WeightedCrossEntropy(
        scene,
        n =>
        {
            int[] labels = [.. Enumerable.Range(0, scene.PixelsOfImage).Select(i => scene.Label(n, i))];
            double[] distances = Distances(scene, null, (element, other) => labels[element] != labels[other]);
            return [.. labels.Select((label, i) =>
            {
                double[] ofClass = [.. distances.Where((_, other) => labels[other] == label)];
                if (!double.IsFinite(ofClass[0])) return 1;
                return ofClass.Max() == ofClass.Min() ? 2 : 1 + (ofClass.Max() - distances[i]) / (ofClass.Max() - ofClass.Min());
            })];
        },
        (p, y, w) => y == 0 ? 0 : -w * y * Math.Log(p),
        (pixels, _) => pixels);

    static double BorderCrossEntropyDice(BorderCrossEntropyDiceLoss loss, Scene scene)
    {
        double[][] maps = [.. Enumerable.Range(0, scene.Images).Select(n => Enumerable.Range(0, scene.PixelsOfImage).Select(i => BorderWeight(loss, scene, n, i)).ToArray())];
        double mean = Enumerable.Range(0, scene.Images).Sum(n => maps[n].Where((_, i) => scene.W[n, i] != 0).Sum()) / scene.Pixels;
        maps = [.. maps.Select(map => map.Select(weight => weight / mean).ToArray())];
        double crossEntropy = WeightedCrossEntropy(
            scene,
            n => maps[n],
            (p, y, w) => -(w * y * Math.Log(p) + (loss.WeighPresenceOnly ? 1 : w) * (1 - y) * Math.Log(1 - p)),
            (_, weights) => weights);

        var weighted = (double[,])scene.W.Clone();
        for (int n = 0; n < scene.Images; n++)
            for (int i = 0; i < scene.PixelsOfImage; i++) weighted[n, i] *= Math.Pow(maps[n][i], loss.DiceWeightSquared ? 2 : 1);
        return crossEntropy + MeanOverClasses(new DiceLoss { Aggregate = loss.Aggregate }, scene with { W = weighted }, sums => Dice(sums, loss.Smooth));
    }

    static double BorderWeight(BorderCrossEntropyDiceLoss loss, Scene scene, int image, int pixel)
    {
        int reach = loss.Window / 2;
        double foreground = 0, count = 0;
        for (int other = 0; other < scene.PixelsOfImage; other++)
        {
            int a = pixel, b = other;
            bool near = true;
            for (int axis = scene.Extents.Length - 1; axis >= 0; axis--)
            {
                near &= Math.Abs(a % scene.Extents[axis] - b % scene.Extents[axis]) <= reach;
                (a, b) = (a / scene.Extents[axis], b / scene.Extents[axis]);
            }

            if (!near || scene.W[image, other] == 0) continue;
            foreground += scene.Label(image, other) > 0 ? 1 : 0;
            count++;
        }

        if (scene.W[image, pixel] == 0) return 0;
        double share = foreground / (loss.CountPadding ? Math.Pow(loss.Window, scene.Extents.Length) : count);
        return loss.Scale * Math.Exp(-loss.Sharpness * Math.Abs(share - 0.5));
    }

    /// <summary>Connected components across faces of the labels above 0, by flooding.</summary>
    static int[] Components(Scene scene, int image)
    {
        var numbers = new int[scene.PixelsOfImage];
        int last = 0;
        for (int start = 0; start < numbers.Length; start++)
        {
            if (scene.Label(image, start) <= 0 || numbers[start] != 0) continue;
            numbers[start] = ++last;
            var waiting = new Stack<int>([start]);
            while (waiting.TryPop(out int pixel))
                for (int axis = 0, stride = 1; axis < scene.Extents.Length; stride *= scene.Extents[scene.Extents.Length - 1 - axis++])
                {
                    int extent = scene.Extents[scene.Extents.Length - 1 - axis], place = pixel / stride % extent;
                    foreach (int step in new[] { -1, 1 })
                    {
                        if (place + step < 0 || place + step >= extent) continue;
                        int neighbor = pixel + step * stride;
                        if (numbers[neighbor] != 0 || scene.Label(image, neighbor) != scene.Label(image, start)) continue;
                        numbers[neighbor] = last;
                        waiting.Push(neighbor);
                    }
                }
        }

        return numbers;
    }
}
