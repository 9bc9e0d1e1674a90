using System.Numerics;

namespace SegLab.Metrics;

/// <summary>Matches the instances of images at several IoU thresholds, as Kaggle's challenges score them.</summary>
public sealed class InstanceMatching
{
    /// <summary>0.50, 0.55, and so on to 0.95, each k/100: steps added up would put an IoU of exactly 3/5 or 3/4 on the wrong side.</summary>
    public static IReadOnlyList<double> DefaultThresholds { get; } = [.. Enumerable.Range(0, 10).Select(k => (50 + 5 * k) / 100.0)];

    readonly double[] thresholds;

    /// <summary>Makes an empty collection.</summary>
    /// <param name="thresholds">The IoU that a match must be above; <see cref="DefaultThresholds"/> when not given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A threshold is not 0 to 1.</exception>
    public InstanceMatching(IEnumerable<double>? thresholds = null)
    {
        this.thresholds = [.. thresholds ?? DefaultThresholds];
        foreach (double threshold in this.thresholds)
            if (!(threshold is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(thresholds), threshold, "An IoU threshold is 0 to 1.");
    }

    /// <summary>The IoU that a match must be above.</summary>
    public IReadOnlyList<double> Thresholds => thresholds;

    /// <summary>For each image the matches at each threshold: the state, to be saved and added again.</summary>
    public PerImage<InstanceMatches[]> Images { get; } = new();

    /// <summary>Adds an image; see <see cref="InstanceOverlaps.Of"/>.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or the image is there already.</exception>
    public void Add<T>(int image, ReadOnlySpan<T> prediction, ReadOnlySpan<T> truth, int background = 0, int? ignoreLabel = null)
        where T : unmanaged, IBinaryInteger<T> => Add(image, InstanceOverlaps.Of(prediction, truth, background, ignoreLabel));

    /// <summary>Adds an image by the overlaps of its instances.</summary>
    /// <exception cref="ArgumentException">The image is there already.</exception>
    public void Add(int image, InstanceOverlaps overlaps)
    {
        ArgumentNullException.ThrowIfNull(overlaps);
        Images.Add(image, [.. thresholds.Select(overlaps.Match)]);
    }

    /// <summary>Adds all images of another collection.</summary>
    /// <exception cref="ArgumentException">The thresholds differ, or an image is in both.</exception>
    public void Merge(InstanceMatching other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!thresholds.AsSpan().SequenceEqual(other.thresholds))
            throw new ArgumentException($"One has the thresholds {string.Join(", ", thresholds)}, the other {string.Join(", ", other.thresholds)}.");
        Images.Merge(other.Images);
    }

    /// <summary>The matches of all images together, at each threshold.</summary>
    public InstanceMatches[] Total() =>
        [.. thresholds.Select((_, k) => Images.Values.Aggregate(default(InstanceMatches), (sum, image) => sum + image[k]))];

    /// <summary>Each image's mean over thresholds: what statistics over images start from.</summary>
    /// <param name="score">Say <c>matches => matches.ThreatScore</c>.</param>
    public double[] ByImage(Func<InstanceMatches, double> score) => Images.Select(image => image.Average(score));

    /// <summary>The mean over images of the mean over thresholds, as Kaggle's leaderboards have it; NaN without images.</summary>
    /// <param name="score">Say <c>matches => matches.ThreatScore</c>.</param>
    public double MeanOverImages(Func<InstanceMatches, double> score) => ByImage(score).DefaultIfEmpty(double.NaN).Average();

    /// <summary>The mean over thresholds of the score of all images' instances together.</summary>
    /// <param name="score">Say <c>matches => matches.F1</c>.</param>
    public double OfDataSet(Func<InstanceMatches, double> score) => Total().Average(score);
}
