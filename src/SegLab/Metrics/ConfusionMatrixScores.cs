using SegLab.Losses;

namespace SegLab.Metrics;

/// <content>The scores.</content>
public sealed partial class ConfusionMatrix
{
    /// <summary>Pixels counted.</summary>
    public long Total
    {
        get
        {
            long total = 0;
            foreach (long count in Counts) total += count;
            foreach (long count in Unassigned) total += count;
            return total;
        }
    }

    /// <summary>The counts of one class against all others.</summary>
    public ClassCounts this[int label]
    {
        get
        {
            long both = this[label, label], truth = TruePixels(label), predicted = PredictedPixels(label);
            return new(both, predicted - both, truth - both, Total - truth - predicted + both);
        }
    }

    /// <summary>The counts of each class against all others.</summary>
    public ClassCounts[] ByClass()
    {
        long total = Total;
        var predicted = new long[Classes];
        for (int row = 0; row < Classes; row++)
            for (int column = 0; column < Classes; column++) predicted[column] += counts[row * Classes + column];
        var classes = new ClassCounts[Classes];
        for (int label = 0; label < Classes; label++)
        {
            long both = this[label, label], truth = TruePixels(label);
            classes[label] = new(both, predicted[label] - both, truth - both, total - truth - predicted[label] + both);
        }

        return classes;
    }

    /// <summary>Pixels of a class in the truth.</summary>
    public long TruePixels(int label)
    {
        long sum = Unassigned[label];
        for (int k = 0; k < Classes; k++) sum += counts[label * Classes + k];
        return sum;
    }

    /// <summary>Pixels predicted as a class.</summary>
    public long PredictedPixels(int label)
    {
        long sum = 0;
        for (int k = 0; k < Classes; k++) sum += this[k, label];
        return sum;
    }

    /// <summary>Averages any score of classes, say <c>Average(counts => counts.Dice)</c>.</summary>
    /// <param name="score">The score of a class.</param>
    /// <param name="averaging">The kind of average; the plain mean of the classes that have a score when not given.</param>
    public double Average(Func<ClassCounts, double> score, ClassAveraging? averaging = null) => (averaging ?? ClassAveraging.Default).Of(ByClass(), score);

    /// <summary>Intersection over union of a class, TP / (TP + FP + FN); NaN when the class is neither in the truth nor predicted.</summary>
    public double IoU(int label) => this[label].IoU;

    /// <summary>Share of a class's pixels that are right (recall); NaN when the class is not in the truth.</summary>
    public double Accuracy(int label) => this[label].Recall;

    /// <summary>Mean of <see cref="IoU(int)"/> over the classes that have one; NaN when nothing was counted.</summary>
    public double MeanIoU => Average(counts => counts.IoU);

    /// <summary>Mean of Dice's coefficient over the classes that have one; NaN when nothing was counted.</summary>
    public double MeanDice => Average(counts => counts.Dice);

    /// <summary>Mean of <see cref="Accuracy(int)"/> over the classes in the truth; NaN when nothing was counted.</summary>
    public double MeanAccuracy => Average(counts => counts.Recall);

    /// <summary>Share of pixels that are right; NaN when nothing was counted.</summary>
    public double PixelAccuracy => (double)Right / Total;

    /// <summary>IoU weighted by each class's share of the truth (Long, Shelhamer, Darrell 2015); NaN when nothing was counted.</summary>
    public double FrequencyWeightedIoU => Average(counts => counts.IoU, new() { Average = ClassAverage.Weighted });

    /// <summary>
    /// Agreement beyond what the class sizes give by chance (Cohen, 1960): (observed - expected) / (1 - expected); NaN where the
    /// expected agreement is 1 (as in scikit-learn), and when nothing was counted.
    /// </summary>
    public double CohenKappa
    {
        get
        {
            Int128 total = Total, expected = Expected;
            return (double)(total * Right - expected) / (double)(total * total - expected);
        }
    }

    /// <summary>
    /// The correlation of truth and prediction over any number of classes (Gorodkin, 2004); for two it is Matthews' (1975). 0 where one of
    /// them is constant (as in scikit-learn), and when nothing was counted.
    /// </summary>
    public double MatthewsCorrelation
    {
        get
        {
            Int128 total = Total, trueSquares = 0, predictedSquares = (Int128)TotalUnassigned * TotalUnassigned;
            foreach (ClassCounts label in ByClass())
            {
                trueSquares += (Int128)label.TruePixels * label.TruePixels;
                predictedSquares += (Int128)label.PredictedPixels * label.PredictedPixels;
            }

            double spread = Math.Sqrt((double)(total * total - trueSquares)) * Math.Sqrt((double)(total * total - predictedSquares));
            return spread == 0 ? 0 : (double)(total * Right - Expected) / spread;
        }
    }

    /// <summary>
    /// One Dice of all classes together, each weighed by its size in the truth: 2 Σ w TP / Σ w (2 TP + FP + FN) (Crum, 2006; Sudre,
    /// 2017). A class that is not in the truth weighs as much as the heaviest that is (as in MONAI).
    /// </summary>
    /// <param name="weighting">What a class weighs; 1 / pixels² is that of the papers.</param>
    /// <param name="excludedClasses">Classes that do not enter.</param>
    /// <returns>The score; where it is 0/0, 1 when nothing of these classes was predicted, otherwise 0.</returns>
    public double GeneralizedDice(VolumeWeighting weighting = VolumeWeighting.Square, IReadOnlyCollection<int>? excludedClasses = null)
    {
        double[] weights = GeneralizedDiceWeights(weighting, excludedClasses);
        double both = 0, sizes = 0;
        bool predicted = false;
        int included = 0;
        foreach (ClassCounts label in ByClass().Where((_, label) => excludedClasses?.Contains(label) != true))
        {
            double weight = weights[included++];
            both += weight * label.TruePositives;
            sizes += weight * (label.TruePixels + label.PredictedPixels);
            predicted |= label.PredictedPixels > 0;
        }

        return sizes > 0 ? 2 * both / sizes : predicted ? 0 : 1;
    }

    /// <summary>The weights of the classes that are not excluded; when none of them is in the truth 0, but for uniform weights.</summary>
    internal double[] GeneralizedDiceWeights(VolumeWeighting weighting, IReadOnlyCollection<int>? excludedClasses = null)
    {
        long[] truth = [.. Enumerable.Range(0, Classes).Where(label => excludedClasses?.Contains(label) != true).Select(TruePixels)];
        double ofNone = weighting == VolumeWeighting.Uniform ? 1 : 0;
        double heaviest = truth.Where(pixels => pixels > 0).Select(pixels => Weight(pixels, weighting)).DefaultIfEmpty(ofNone).Max();
        return [.. truth.Select(pixels => pixels > 0 ? Weight(pixels, weighting) : heaviest)];
    }

    long Right
    {
        get
        {
            long right = 0;
            for (int k = 0; k < Classes; k++) right += this[k, k];
            return right;
        }
    }

    long TotalUnassigned
    {
        get
        {
            long sum = 0;
            foreach (long count in Unassigned) sum += count;
            return sum;
        }
    }

    /// <summary>Total² times the agreement that is expected by chance. No product of counts fits 64 bits.</summary>
    Int128 Expected => ByClass().Aggregate((Int128)0, (sum, label) => sum + (Int128)label.TruePixels * label.PredictedPixels);

    static double Weight(long pixels, VolumeWeighting weighting) => weighting switch
    {
        VolumeWeighting.Square => 1 / ((double)pixels * pixels),
        VolumeWeighting.Simple => 1.0 / pixels,
        _ => 1,
    };
}
