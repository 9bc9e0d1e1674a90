namespace SegLab.Metrics;

/// <summary>The four counts of one class against all others, and the scores that follow from them. A score of 0/0 is NaN.</summary>
/// <remarks>
/// The scores of a class that is neither in the truth nor predicted are NaN but for <see cref="Specificity"/>. What a mean makes of NaN is
/// chosen there: see <see cref="ClassAveraging.Undefined"/>.
/// </remarks>
/// <param name="TruePositives">Pixels of the class that were predicted as it.</param>
/// <param name="FalsePositives">Pixels of other classes that were predicted as it.</param>
/// <param name="FalseNegatives">Pixels of the class that were predicted as another.</param>
/// <param name="TrueNegatives">All other pixels that count.</param>
public readonly record struct ClassCounts(long TruePositives, long FalsePositives, long FalseNegatives, long TrueNegatives)
{
    /// <summary>Pixels of the class in the truth.</summary>
    public long TruePixels => TruePositives + FalseNegatives;

    /// <summary>Pixels predicted as the class.</summary>
    public long PredictedPixels => TruePositives + FalsePositives;

    /// <summary>Pixels that are of the class, or predicted as it, or both.</summary>
    public long Union => TruePositives + FalsePositives + FalseNegatives;

    /// <summary>Intersection over union, the Jaccard index (1912): TP / (TP + FP + FN).</summary>
    public double IoU => Ratio(TruePositives, Union);

    /// <summary>Dice's coefficient (1945), which is F1: 2 TP / (2 TP + FP + FN).</summary>
    public double Dice => Ratio(2 * TruePositives, TruePixels + PredictedPixels);

    /// <summary>Share of the predicted pixels that are right, the positive predictive value: TP / (TP + FP).</summary>
    public double Precision => Ratio(TruePositives, PredictedPixels);

    /// <summary>Share of the true pixels that were found, the sensitivity or class accuracy: TP / (TP + FN).</summary>
    public double Recall => Ratio(TruePositives, TruePixels);

    /// <summary>Share of the pixels of other classes that were not taken for this one: TN / (TN + FP).</summary>
    public double Specificity => Ratio(TrueNegatives, TrueNegatives + FalsePositives);

    /// <summary>Mean of recall and specificity (balanced accuracy of two classes).</summary>
    public double BalancedAccuracy => (Recall + Specificity) / 2;

    /// <summary>How alike the sizes are, wherever they lie: 1 - |FN - FP| / (2 TP + FP + FN) (Taha and Hanbury, 2015).</summary>
    public double VolumetricSimilarity => 1 - Ratio(Math.Abs(FalseNegatives - FalsePositives), TruePixels + PredictedPixels);

    /// <summary>How much larger the prediction is than the truth, as a share of the truth: (FP - FN) / (TP + FN); infinite without truth.</summary>
    public double RelativeVolumeDifference => (double)(PredictedPixels - TruePixels) / TruePixels;

    /// <summary>F-beta, (1 + b²) TP / ((1 + b²) TP + b² FN + FP) (van Rijsbergen, 1979): recall counts b times as much as precision.</summary>
    /// <param name="beta">b, above 0.</param>
    public double FBeta(double beta)
    {
        double weight = beta * beta;
        return Union == 0 ? double.NaN : (1 + weight) * TruePositives / ((1 + weight) * TruePositives + weight * FalseNegatives + FalsePositives);
    }

    /// <summary>The counts of both together.</summary>
    public static ClassCounts operator +(ClassCounts first, ClassCounts second) => new(
        first.TruePositives + second.TruePositives, first.FalsePositives + second.FalsePositives,
        first.FalseNegatives + second.FalseNegatives, first.TrueNegatives + second.TrueNegatives);

    static double Ratio(long part, long whole) => (double)part / whole;
}
