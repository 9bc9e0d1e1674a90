using SegLab.Boxes;
using static SegLab.Native.Tests.Functions;

namespace SegLab.Native.Tests;

/// <summary>Similarities and suppression of three boxes: the first two share 3/4 of the first and have an IoU of 3/5, the third is apart.</summary>
public sealed unsafe class SuppressionFunctionTests
{
    static readonly float[] threeBoxes = [0, 0, 4, 4, 1, 0, 5, 4, 20, 20, 22, 22];

    [Fact]
    public void A_matrix_has_the_similarity_of_each_pair()
    {
        using var boxes = new NativeArray<float>(threeBoxes, [3, 4]);
        using var doubles = new NativeArray<double>(Array.ConvertAll(threeBoxes, number => (double)number), [3, 4]);
        using var columns = new NativeArray<float>(threeBoxes.AsSpan(0, 8), [2, 4]);
        using var matrix = new NativeArray<float>(new float[6], [3, 2], [1, 3]);
        using var square = new NativeArray<double>(new double[9], [3, 3]);
        using var none = new NativeArray<float>([], [0, 4]);
        using var nothing = new NativeArray<float>([], [3, 0]);
        Succeeds(Overlap(boxes, columns, BoxFormat.Corners, BoxSimilarity.IoU, 1, matrix));
        Assert.Equal([1, 0.6f, 0, 0.6f, 1, 0], matrix.Values.ToArray());

        // The enclosing box of the first and the third is 22 x 22; of its area 484 - 20 lie in neither. Centers are (2, 2) and (21, 21).
        Succeeds(Overlap(doubles, doubles, BoxFormat.Corners, BoxSimilarity.GeneralizedIoU, 1, square));
        Assert.Equal(-464.0 / 484, square.Values[2], 1e-12);
        Succeeds(Overlap(doubles, doubles, BoxFormat.Corners, BoxSimilarity.DistanceIoU, 1, square));
        Assert.Equal(-(19.0 * 19) / (22 * 22), square.Values[6], 1e-12);
        Succeeds(Overlap(boxes, none, BoxFormat.Corners, BoxSimilarity.CompleteIoU, 1, nothing));

        Fails(Status.BadArgument, "no similarity 4", Overlap(boxes, columns, BoxFormat.Corners, (BoxSimilarity)4, 1, matrix));
        Fails(Status.BadArgument, "where [3, 3] is needed", Overlap(boxes, boxes, BoxFormat.Corners, BoxSimilarity.IoU, 1, matrix));
        Fails(Status.BadArgument, "float64, where float32 is needed", Overlap(boxes, doubles, BoxFormat.Corners, BoxSimilarity.IoU, 1, matrix));
        Fails(Status.BadPointer, "is null", Overlap(boxes, boxes, BoxFormat.Corners, BoxSimilarity.IoU, 1, null));
    }

    [Theory]
    [InlineData(0.5, false, new[] { 1, 2 })]
    [InlineData(0.5, true, new[] { 1, 0, 2 })]
    [InlineData(0.7, false, new[] { 1, 0, 2 })]
    public void Of_boxes_of_a_class_that_overlap_the_best_stays(double threshold, bool byClass, int[] expected)
    {
        nint hard = Suppression(threshold: threshold);
        Assert.Equal(expected, Select(hard, byClass).Kept);
        Succeeds(SuppressionDestroy(hard));
    }

    [Fact]
    public void Soft_suppression_lowers_scores_and_distance_keeps_boxes_apart()
    {
        nint linear = Suppression(SuppressionMethod.Linear), gaussian = Suppression(SuppressionMethod.Gaussian), distance = Suppression(similarity: BoxSimilarity.DistanceIoU, threshold: 0.58);
        (int[] kept, float[] scores) = Select(linear);
        Assert.Equal([1, 2, 0], kept);
        Assert.Equal(0.8f * 0.4f, scores[2], 1e-6f);
        Assert.Equal(0.8f * MathF.Exp(-0.36f / 0.5f), Select(gaussian).Scores[2], 1e-6f);

        // 3/5 less the squared distance of the centers, 1, over that of the enclosing diagonal, 41: below the threshold, which the IoU is above.
        Assert.Equal([1, 0, 2], Select(distance).Kept);
        foreach (nint suppression in new[] { linear, gaussian, distance }) Succeeds(SuppressionDestroy(suppression));
    }

    [Fact]
    public void What_cannot_be_selected_from_is_refused()
    {
        using var boxes = new NativeArray<float>(threeBoxes, [3, 4]);
        using var scores = new NativeArray<float>([1, float.NaN, 1], [3]);
        using var good = new NativeArray<float>([1, 1, 1], [3]);
        using var two = new NativeArray<float>([1, 1], [2]);
        using var none = new NativeArray<float>([], [0, 4]);
        using var nothing = new NativeArray<float>([], [0]);
        nint hard = Suppression(), made;
        int* kept = stackalloc int[3];
        nuint count = 7;
        Fails(Status.BadArgument, "score of box 1", SuppressionSelect(hard, boxes, scores, null, BoxFormat.Corners, kept, null, 3, &count));
        Fails(Status.BadArgument, "where [3] is needed", SuppressionSelect(hard, boxes, two, null, BoxFormat.Corners, kept, null, 3, &count));
        Fails(Status.BadArgument, "room for 2", SuppressionSelect(hard, boxes, good, null, BoxFormat.Corners, kept, null, 2, &count));
        Fails(Status.BadArgument, "type float32, where int32", SuppressionSelect(hard, boxes, good, good, BoxFormat.Corners, kept, null, 3, &count));
        Fails(Status.BadPointer, "kept is null", SuppressionSelect(hard, boxes, good, null, BoxFormat.Corners, null, null, 3, &count));
        Fails(Status.BadPointer, "count is null", SuppressionSelect(hard, boxes, good, null, BoxFormat.Corners, kept, null, 3, null));
        Succeeds(SuppressionSelect(hard, none, nothing, null, BoxFormat.Corners, null, null, 0, &count));
        Assert.Equal(0u, count);
        Fails(Status.BadArgument, "no method 3", SuppressionCreate((SuppressionMethod)3, BoxSimilarity.IoU, 0.5, 0.5, 0, &made));
        Fails(Status.BadArgument, "no similarity -1", SuppressionCreate(SuppressionMethod.Hard, (BoxSimilarity)(-1), 0.5, 0.5, 0, &made));
        Fails(Status.BadArgument, "Threshold is 0 to 1", SuppressionCreate(SuppressionMethod.Hard, BoxSimilarity.IoU, double.NaN, 0.5, 0, &made));
        Succeeds(SuppressionDestroy(hard));
        Fails(Status.BadHandle, "destroyed or never made", SuppressionDestroy(hard));
    }

    /// <summary>Scores 0.8, 0.9 and 0.5; the second is of a class of its own where classes count.</summary>
    static (int[] Kept, float[] Scores) Select(nint suppression, bool byClass = false)
    {
        using var boxes = new NativeArray<float>(threeBoxes, [3, 4]);
        using var scores = new NativeArray<float>([0.8f, 0.9f, 0.5f], [3]);
        using var classes = new NativeArray<int>([4, 7, 4], [3]);
        int* kept = stackalloc int[3];
        float* lowered = stackalloc float[3];
        nuint count;
        Succeeds(SuppressionSelect(suppression, boxes, scores, byClass ? classes.Tensor : null, BoxFormat.Corners, kept, lowered, 3, &count));
        return (new ReadOnlySpan<int>(kept, (int)count).ToArray(), new ReadOnlySpan<float>(lowered, (int)count).ToArray());
    }
}
