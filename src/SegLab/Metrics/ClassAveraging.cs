namespace SegLab.Metrics;

/// <summary>How one number is made of a score of each class.</summary>
public enum ClassAverage
{
    /// <summary>The mean of the classes' scores: mIoU, mean Dice, macro-F1 (PASCAL VOC, Cityscapes, torchmetrics' and scikit-learn's macro).</summary>
    Macro,

    /// <summary>The score of the classes' counts added up (micro). Over all classes micro-Dice is pixel accuracy.</summary>
    Micro,

    /// <summary>The mean weighted by pixels in the truth; of IoU it is the frequency-weighted IoU (Long, Shelhamer, Darrell, 2015).</summary>
    Weighted,
}

/// <summary>What a score that is 0/0, say of a class in neither map, counts in a mean.</summary>
public enum UndefinedScore
{
    /// <summary>Nothing, it is left out (Cityscapes, PASCAL VOC, MONAI, torchmetrics).</summary>
    Skip,

    /// <summary>0 (scikit-learn's default).</summary>
    Zero,

    /// <summary>1 (segmentation_models.pytorch's default).</summary>
    One,
}

/// <summary>How scores of classes are averaged.</summary>
public sealed record ClassAveraging
{
    /// <summary>The plain mean over all classes that have a score.</summary>
    public static ClassAveraging Default { get; } = new();

    /// <summary>The kind of average.</summary>
    public ClassAverage Average { get; init; }

    /// <summary>What an undefined score counts.</summary>
    public UndefinedScore Undefined { get; init; }

    /// <summary>
    /// Classes that do not enter the average, often the background. Their pixels still count as errors of the others; to leave pixels out,
    /// use an ignore label instead.
    /// </summary>
    public IReadOnlyCollection<int> ExcludedClasses { get; init; } = [];

    /// <summary>
    /// Whether a class that is predicted and not in the truth has no score (MONAI's ignore_empty). Otherwise its IoU and Dice are 0 and count
    /// (Cityscapes, PASCAL VOC).
    /// </summary>
    public bool OnlyClassesInTruth { get; init; }

    /// <summary>Averages a score over classes.</summary>
    /// <param name="classes">The counts of class 0, 1, and so on.</param>
    /// <param name="score">The score of a class.</param>
    /// <returns>The average; NaN when no class has a score.</returns>
    public double Of(ReadOnlySpan<ClassCounts> classes, Func<ClassCounts, double> score)
    {
        ArgumentNullException.ThrowIfNull(score);
        if (Average == ClassAverage.Micro)
        {
            ClassCounts together = default;
            for (int label = 0; label < classes.Length; label++)
                if (!ExcludedClasses.Contains(label)) together += classes[label];
            return Defined(score(together));
        }

        double sum = 0, weights = 0;
        for (int label = 0; label < classes.Length; label++)
        {
            double weight = Average == ClassAverage.Weighted ? classes[label].TruePixels : 1, value = Of(classes[label], score);
            if (weight == 0 || ExcludedClasses.Contains(label) || double.IsNaN(value)) continue;
            sum += weight * value;
            weights += weight;
        }

        return sum / weights;
    }

    /// <summary>The score of one class as it enters an average; NaN when it does not.</summary>
    internal double Of(ClassCounts counts, Func<ClassCounts, double> score) => Defined(OnlyClassesInTruth && counts.TruePixels == 0 ? double.NaN : score(counts));

    double Defined(double score) => (double.IsNaN(score), Undefined) switch
    {
        (true, UndefinedScore.Zero) => 0,
        (true, UndefinedScore.One) => 1,
        _ => score,
    };
}
