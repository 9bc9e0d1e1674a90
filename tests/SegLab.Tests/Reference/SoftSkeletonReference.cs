using SegLab.Losses;
using SegLab.Losses.Structure;

namespace SegLab.Tests.Reference;

/// <summary>clDice in double precision, one cell after the other.</summary>
sealed class SoftSkeletonReference
{
    readonly SoftSkeletonTerm term;
    readonly Planes planes;
    readonly int[][] cross, cube;
    readonly int[] channels;
    readonly Dictionary<int, (double[] Target, double[] Skeleton)> truths = [];

    public SoftSkeletonReference(SoftSkeletonTerm term, Planes planes)
    {
        (this.term, this.planes) = (term, planes);
        cross = [.. Enumerable.Range(0, planes.Pixels).Select(i => Neighbors(i, planes.Extents, axesAtOnce: 1))];
        cube = [.. Enumerable.Range(0, planes.Pixels).Select(i => Neighbors(i, planes.Extents, planes.Extents.Length))];
        channels = [.. Enumerable.Range(0, planes.Channels).Where(channel => term.Channels.Has(channel, planes.Channels))];
        for (int image = 0; image < planes.Images; image++)
            foreach (int channel in channels)
            {
                double[] target = [.. Enumerable.Range(0, planes.Pixels).Select(i => planes.Target(image, channel, i))];
                truths[image * planes.Channels + channel] = (target, Skeleton(target));
            }
    }

    /// <summary>The loss when the predictions are what a function of their index says.</summary>
    public double Loss(Func<int, double> prediction)
    {
        int[][] groups = term.Aggregate == Aggregate.Batch
            ? [[.. Enumerable.Range(0, planes.Images)]]
            : [.. Enumerable.Range(0, planes.Images).Select(image => new[] { image })];
        double total = groups.Sum(group => OfGroup(prediction, group));
        return term.Factor * (term.Reduction == Reduction.Mean ? total / groups.Length : total);
    }

    double OfGroup(Func<int, double> prediction, int[] images)
    {
        double hit = 0, all = 0, found = 0, wanted = 0;
        foreach (int image in images)
            foreach (int channel in channels)
            {
                int plane = image * planes.Channels + channel;
                (double[] y, double[] ofTarget) = truths[plane];
                double[] p = [.. Enumerable.Range(0, planes.Pixels).Select(i => Counts(image, i) ? prediction(plane * planes.Pixels + i) : 0)];
                double[] ofPrediction = Skeleton(p);
                for (int i = 0; i < planes.Pixels; i++)
                {
                    double weight = planes.Weight(image, i);
                    hit += weight * ofPrediction[i] * y[i];
                    all += weight * ofPrediction[i];
                    found += weight * ofTarget[i] * p[i];
                    wanted += weight * ofTarget[i];
                }
            }

        double precision = (hit + term.Smooth) / (all + term.Smooth), sensitivity = (found + term.Smooth) / (wanted + term.Smooth);
        return 1 - 2 * precision * sensitivity / (precision + sensitivity);
    }

    bool Counts(int image, int pixel) => planes.Labels[image * planes.Pixels + pixel] != SegLab.Losses.Kernels.Tile.NoLabel;

    double[] Skeleton(double[] plane)
    {
        var skeleton = new double[plane.Length];
        for (int j = 0; j <= term.Iterations; j++)
        {
            double[] eroded = [.. cross.Select(cells => cells.Min(i => plane[i]))];
            double[] opened = [.. cube.Select(cells => cells.Max(i => eroded[i]))];
            for (int i = 0; i < plane.Length; i++)
            {
                double thin = Math.Max(plane[i] - opened[i], 0);
                skeleton[i] += Math.Max(thin - skeleton[i] * thin, 0);
            }

            plane = eroded;
        }

        return skeleton;
    }

    // The cell and those next to it along at most so many axes at once.
    static int[] Neighbors(int index, nint[] extents, int axesAtOnce)
    {
        var found = new List<int>();
        for (int n = 0; n < Math.Pow(3, extents.Length); n++)
        {
            int neighbor = 0, stride = 1, steps = 0, code = n;
            bool inside = true;
            for (int axis = extents.Length - 1; axis >= 0; axis--, code /= 3)
            {
                int step = code % 3 - 1, coordinate = index / stride % (int)extents[axis] + step;
                inside &= coordinate >= 0 && coordinate < extents[axis];
                steps += Math.Abs(step);
                neighbor += coordinate * stride;
                stride *= (int)extents[axis];
            }

            if (inside && steps <= axesAtOnce) found.Add(neighbor);
        }

        return [.. found];
    }
}
