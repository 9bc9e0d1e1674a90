using SegLab.Boxes.Kernels;
using SegLab.Losses;

namespace SegLab.Boxes;

/// <summary>Non-maximum suppression: of detections that overlap, those with the highest scores stay.</summary>
/// <remarks>
/// With its defaults it selects what torchvision's <c>nms</c> does, and with classes what <c>batched_nms</c> means. After the first call
/// with a number of boxes nothing is allocated but the array that <see cref="Select"/> returns. All methods may be called from several
/// threads at a time.
/// </remarks>
public sealed record NonMaximumSuppression
{
    SuppressionScratch? idle;

    /// <summary>Makes one with the defaults.</summary>
    public NonMaximumSuppression()
    {
    }

    NonMaximumSuppression(NonMaximumSuppression original) =>
        (Method, Similarity, Threshold, Sigma, MinimumScore) = (original.Method, original.Similarity, original.Threshold, original.Sigma, original.MinimumScore);

    /// <summary>What becomes of a box that overlaps one with a higher score (default: it goes).</summary>
    public SuppressionMethod Method { get; init; }

    /// <summary>
    /// How overlap is measured (default: IoU). With <see cref="BoxSimilarity.DistanceIoU"/> boxes whose centers are apart stay (DIoU-NMS; Zheng et al. 2020).
    /// A similarity below 0 counts as 0 where scores are lowered.
    /// </summary>
    public BoxSimilarity Similarity { get; init; }

    /// <summary>The overlap above which a box is suppressed, 0 to 1 (default 0.5); <see cref="SuppressionMethod.Gaussian"/> has none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Out of range.</exception>
    public double Threshold { get; init => field = Require.Between(value, 0, 1); } = 0.5;

    /// <summary>How slowly a Gaussian falls with the overlap, above 0 (default 0.5).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0.</exception>
    public double Sigma { get; init => field = Require.Positive(value); } = 0.5;

    /// <summary>The score below which a box goes where scores are lowered, 0 or more (default 0.001); <see cref="SuppressionMethod.Hard"/> does not look at it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double MinimumScore { get; init => field = Require.NotNegative(value); } = 0.001;

    /// <summary>Selects boxes.</summary>
    /// <param name="boxes">Boxes, <c>[N, 4]</c>.</param>
    /// <param name="scores">Their scores, <c>[N]</c>; of equal ones the first counts as the higher.</param>
    /// <param name="classes">Their classes, <c>[N]</c>, where only boxes of the same class suppress each other; empty when all do.</param>
    /// <param name="format">What a box's numbers are.</param>
    /// <returns>The indices of the boxes that stay, by falling score (the lowered one, where scores are lowered).</returns>
    /// <exception cref="ArgumentException">Lengths do not fit, a score or a box's number is not finite, or a size is negative: the message names the box.</exception>
    public int[] Select(
        ReadOnlySpan<float> boxes, ReadOnlySpan<float> scores, ReadOnlySpan<int> classes = default, BoxFormat format = BoxFormat.Corners)
    {
        var kept = new int[scores.Length];
        return kept[..SelectInto(kept, default, boxes, scores, classes, format)];
    }

    /// <summary>Selects boxes, and writes where the caller has room.</summary>
    /// <param name="kept">Receives the indices of the boxes that stay, by falling score; room for N.</param>
    /// <param name="keptScores">Receives the scores that they stay with; room for N, or empty.</param>
    /// <param name="boxes">Boxes, <c>[N, 4]</c>.</param>
    /// <param name="scores">Their scores, <c>[N]</c>.</param>
    /// <param name="classes">Their classes, <c>[N]</c>, where only boxes of the same class suppress each other; empty when all do.</param>
    /// <param name="format">What a box's numbers are.</param>
    /// <returns>How many stay.</returns>
    /// <exception cref="ArgumentException">As for <see cref="Select"/>, or there is no room.</exception>
    public int SelectInto(
        Span<int> kept,
        Span<float> keptScores,
        ReadOnlySpan<float> boxes,
        ReadOnlySpan<float> scores,
        ReadOnlySpan<int> classes = default,
        BoxFormat format = BoxFormat.Corners)
    {
        BoxInput.CheckFormat(format);
        int count = scores.Length;
        if (boxes.Length != 4 * (long)count) throw new ArgumentException($"There are {boxes.Length} numbers of boxes and {count} scores; a box has 4 and a score.");
        if (!classes.IsEmpty && classes.Length != count) throw new ArgumentException($"There are {classes.Length} classes for {count} boxes.");
        if (kept.Length < count) throw new ArgumentException($"There is room for {kept.Length} indices; {count} boxes may stay.");
        if (!keptScores.IsEmpty && keptScores.Length < count) throw new ArgumentException($"There is room for {keptScores.Length} scores; {count} boxes may stay.");

        SuppressionScratch scratch = Interlocked.Exchange(ref idle, null) ?? new SuppressionScratch(Suppressor.Of(this));
        try
        {
            return scratch.Select(boxes, scores, classes, format, kept, keptScores);
        }
        finally
        {
            idle = scratch;
        }
    }

    /// <summary>Whether the other has the same options.</summary>
    public bool Equals(NonMaximumSuppression? other) => other is not null
        && (Method, Similarity, Threshold, Sigma, MinimumScore) == (other.Method, other.Similarity, other.Threshold, other.Sigma, other.MinimumScore);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Method, Similarity, Threshold, Sigma, MinimumScore);
}
