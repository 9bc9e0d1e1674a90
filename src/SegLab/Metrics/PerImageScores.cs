namespace SegLab.Metrics;

/// <summary>How one number is made of the scores of classes in images (the names follow Wang and others, NeurIPS 2023, arXiv:2310.19252).</summary>
public enum ImageAverage
{
    /// <summary>The counts of all images are added up first: mIoU^D of PASCAL VOC, Cityscapes, mmsegmentation and torchmetrics' JaccardIndex.</summary>
    DataSet,

    /// <summary>Each image's average over classes, then the mean of images: mIoU^I.</summary>
    Images,

    /// <summary>Each class's mean over images, then the mean of classes: mIoU^C, MONAI's mean_batch.</summary>
    Classes,

    /// <summary>The mean of all pairs of image and class: torchmetrics' segmentation.MeanIoU, MONAI's mean of per-image values.</summary>
    Pairs,
}

/// <summary>The counts of each class in each image, and the scores that follow from them.</summary>
/// <remarks>The averages differ as soon as a class is missing somewhere: say which one you report.</remarks>
public sealed class PerImageScores
{
    /// <summary>Makes an empty collection.</summary>
    /// <param name="classes">How many classes there are, at least 1.</param>
    public PerImageScores(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        Classes = classes;
    }

    /// <summary>How many classes there are.</summary>
    public int Classes { get; }

    /// <summary>For each image the counts of each class: the state, to be saved and added again.</summary>
    public PerImage<ClassCounts[]> Images { get; } = new();

    /// <summary>Adds an image by its confusion matrix.</summary>
    /// <exception cref="ArgumentException">The image is there already, or the matrix has other classes.</exception>
    public void Add(int image, ConfusionMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        Add(image, matrix.ByClass());
    }

    /// <summary>Adds an image by the counts of its classes.</summary>
    /// <exception cref="ArgumentException">The image is there already, or the counts are of other classes.</exception>
    public void Add(int image, ReadOnlySpan<ClassCounts> classes)
    {
        if (classes.Length != Classes) throw new ArgumentException($"Image {image} has {classes.Length} classes; there are {Classes}.", nameof(classes));
        Images.Add(image, classes.ToArray());
    }

    /// <summary>Adds all images of another collection.</summary>
    /// <exception cref="ArgumentException">The classes differ, or an image is in both.</exception>
    public void Merge(PerImageScores other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Classes != Classes) throw new ArgumentException($"One has {Classes} classes, the other {other.Classes}.");
        Images.Merge(other.Images);
    }

    /// <summary>The counts of all images together.</summary>
    public ClassCounts[] Total()
    {
        var total = new ClassCounts[Classes];
        foreach (ClassCounts[] image in Images.Values)
            for (int label = 0; label < Classes; label++) total[label] += image[label];
        return total;
    }

    /// <summary>The average over the classes of each image, NaN where no class has a score: what statistics over images start from.</summary>
    public double[] ByImage(Func<ClassCounts, double> score, ClassAveraging? averaging = null) =>
        Images.Select(image => (averaging ?? ClassAveraging.Default).Of(image, score));

    /// <summary>The mean over the images of each class, NaN where no image has a score.</summary>
    public double[] ByClass(Func<ClassCounts, double> score, ClassAveraging? averaging = null) =>
        [.. Enumerable.Range(0, Classes).Select(label => Mean(Scores(label, score, averaging ?? ClassAveraging.Default)))];

    /// <summary>One average of all; NaN when there is no score.</summary>
    /// <param name="score">The score of a class in an image.</param>
    /// <param name="over">In which order to average.</param>
    /// <param name="averaging">
    /// The average over classes. Its kind is that of a data set or an image; averages of classes and pairs are plain means.
    /// </param>
    public double Average(Func<ClassCounts, double> score, ImageAverage over, ClassAveraging? averaging = null)
    {
        averaging ??= ClassAveraging.Default;
        return over switch
        {
            ImageAverage.DataSet => averaging.Of(Total(), score),
            ImageAverage.Images => Mean(ByImage(score, averaging)),
            ImageAverage.Classes => Mean(ByClass(score, averaging)),
            _ => Mean(Enumerable.Range(0, Classes).SelectMany(label => Scores(label, score, averaging))),
        };
    }

    IEnumerable<double> Scores(int label, Func<ClassCounts, double> score, ClassAveraging averaging) =>
        averaging.ExcludedClasses.Contains(label) ? [] : Images.Values.Select(image => averaging.Of(image[label], score));

    static double Mean(IEnumerable<double> scores) => scores.Where(score => !double.IsNaN(score)).DefaultIfEmpty(double.NaN).Average();
}
