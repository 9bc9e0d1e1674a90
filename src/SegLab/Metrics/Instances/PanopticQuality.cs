namespace SegLab.Metrics;

/// <summary>Panoptic quality over a data set (Kirillov and others, CVPR 2019, arXiv:1801.00868), by the rules of COCO's panopticapi.</summary>
/// <remarks>
/// What a prediction has on void of the truth does not count in its IoU; a predicted segment that matches nothing is forgiven when more than half
/// of it lies on void, or on crowds of its category. Void in the prediction is just not predicted: to abstain does not pay.
/// </remarks>
public sealed class PanopticQuality
{
    readonly SortedDictionary<int, PanopticCounts> counts = [];
    readonly HashSet<int> stuff;

    /// <summary>Makes an empty collection.</summary>
    /// <param name="things">The categories whose segments are instances.</param>
    /// <param name="stuff">The categories that are one segment an image, whatever the numbers of their instances.</param>
    /// <param name="voidCategory">The category of pixels that are none of them.</param>
    /// <exception cref="ArgumentException">A category is given twice.</exception>
    public PanopticQuality(IEnumerable<int> things, IEnumerable<int> stuff, int voidCategory = 0)
    {
        Things = [.. things];
        Stuff = [.. stuff];
        VoidCategory = voidCategory;
        this.stuff = [.. Stuff];
        foreach (int category in Things.Concat(Stuff))
        {
            if (category == voidCategory || !counts.TryAdd(category, default))
                throw new ArgumentException($"Category {category} is given twice among things, stuff and void.");
        }
    }

    /// <summary>The categories whose segments are instances.</summary>
    public IReadOnlyList<int> Things { get; }

    /// <summary>The categories that are one segment an image.</summary>
    public IReadOnlyList<int> Stuff { get; }

    /// <summary>The category of pixels that are none of them.</summary>
    public int VoidCategory { get; }

    /// <summary>The counts of each category: the state.</summary>
    public IReadOnlyDictionary<int, PanopticCounts> Categories => counts;

    /// <summary>Adds counts, say saved ones, to a category.</summary>
    /// <exception cref="ArgumentException">There is no such category.</exception>
    public void Add(int category, PanopticCounts added)
    {
        if (!counts.TryGetValue(category, out PanopticCounts old)) throw new ArgumentException($"There is no category {category}.", nameof(category));
        counts[category] = old + added;
    }

    /// <summary>Adds all counts of another collection; the order does not matter.</summary>
    /// <exception cref="ArgumentException">The other has a category that this has not.</exception>
    public void Merge(PanopticQuality other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach ((int category, PanopticCounts added) in other.counts) Add(category, added);
    }

    /// <summary>Adds an image.</summary>
    /// <param name="categories">The predicted category of each pixel.</param>
    /// <param name="instances">The number of the predicted instance within its category.</param>
    /// <param name="trueCategories">The true category of each pixel.</param>
    /// <param name="trueInstances">The number of the true instance within its category.</param>
    /// <param name="crowds">True segments that are crowds: category and instance.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a category is neither a thing nor stuff nor void.</exception>
    public void Add(
        ReadOnlySpan<int> categories, ReadOnlySpan<int> instances, ReadOnlySpan<int> trueCategories, ReadOnlySpan<int> trueInstances,
        IReadOnlyCollection<(int Category, int Instance)>? crowds = null)
    {
        if (categories.Length != instances.Length || categories.Length != trueCategories.Length || categories.Length != trueInstances.Length)
            throw new ArgumentException(
                $"Categories and instances have {categories.Length} and {instances.Length} pixels in the prediction, " +
                $"{trueCategories.Length} and {trueInstances.Length} in the truth.");
        var overlaps = new SegmentOverlaps();
        for (int i = 0; i < categories.Length; i++)
            overlaps.Add(Segment(categories[i], instances[i], i), Segment(trueCategories[i], trueInstances[i], i));
        Match(overlaps.Complete(), [.. (crowds ?? []).Select(crowd => Segment(crowd.Category, crowd.Instance, 0))]);
    }

    /// <summary>The mean of a quality over categories that have segments; NaN when none has.</summary>
    /// <param name="quality">Say <c>counts => counts.PanopticQuality</c>.</param>
    /// <param name="categories">The categories to average, <see cref="Things"/> or <see cref="Stuff"/>; all when not given.</param>
    public double Mean(Func<PanopticCounts, double> quality, IEnumerable<int>? categories = null) =>
        (categories ?? counts.Keys).Select(category => counts[category]).Where(category => !category.IsEmpty).Select(quality).DefaultIfEmpty(double.NaN).Average();

    void Match(SegmentOverlaps overlaps, HashSet<long> crowds)
    {
        long nothing = Key(VoidCategory, 0);
        var found = new HashSet<long>();
        var matched = new HashSet<long>();
        foreach (((long prediction, long truth), long both) in overlaps.Intersections)
        {
            if (prediction == nothing || truth == nothing || Category(prediction) != Category(truth) || crowds.Contains(truth)) continue;
            long union = overlaps.Predictions[prediction] + overlaps.Truths[truth] - both - overlaps.Intersection(prediction, nothing);
            if (2 * both <= union) continue;
            found.Add(truth);
            matched.Add(prediction);
            Add(Category(truth), new(1, 0, 0, ExactSum.Of((double)both / union)));
        }

        foreach (long truth in overlaps.Truths.Keys)
            if (truth != nothing && !found.Contains(truth) && !crowds.Contains(truth)) Add(Category(truth), new(0, 0, 1, default));
        foreach ((long prediction, long area) in overlaps.Predictions)
        {
            if (prediction == nothing || matched.Contains(prediction)) continue;
            long forgiven = overlaps.Intersection(prediction, nothing) +
                crowds.Where(crowd => Category(crowd) == Category(prediction)).Sum(crowd => overlaps.Intersection(prediction, crowd));
            if (2 * forgiven <= area) Add(Category(prediction), new(0, 1, 0, default));
        }
    }

    long Segment(int category, int instance, int pixel)
    {
        if (category == VoidCategory) return Key(category, 0);
        if (!counts.ContainsKey(category)) throw new ArgumentException($"Pixel {pixel} has the category {category}, which is neither a thing nor stuff nor void.");
        return Key(category, stuff.Contains(category) ? 0 : instance);
    }

    static long Key(int category, int instance) => ((long)category << 32) | (uint)instance;

    static int Category(long segment) => (int)(segment >> 32);
}
