using SegLab.Metrics;

namespace SegLab.Tests.Metrics;

/// <summary>A case computed by hand, and what holds for every confusion matrix.</summary>
[Trait("Category", "Numeric")]
public sealed class ConfusionMatrixTests
{
    static readonly byte[] truthLabels = [0, 0, 0, 0, 1, 1, 2, 255];
    static readonly byte[] predictedLabels = [0, 0, 0, 1, 1, 2, 2, 0];

    [Fact]
    public void A_case_by_hand()
    {
        ConfusionMatrix matrix = Matrix(4, predictedLabels, truthLabels);
        Assert.Equal(7, matrix.Total);
        Assert.Equal(3, matrix[0, 0]);
        Assert.Equal(1, matrix[0, 1]);
        Assert.Equal(1, matrix[1, 2]);
        Assert.Equal(5 / 7.0, matrix.PixelAccuracy, 1e-12);
        Assert.Equal(3 / 4.0, matrix.IoU(0), 1e-12);
        Assert.Equal(1 / 3.0, matrix.IoU(1), 1e-12);
        Assert.Equal(1 / 2.0, matrix.IoU(2), 1e-12);
        Assert.True(double.IsNaN(matrix.IoU(3)));
        Assert.Equal((3 / 4.0 + 1 / 3.0 + 1 / 2.0) / 3, matrix.MeanIoU, 1e-12);
        Assert.Equal((3 / 4.0 + 1 / 2.0 + 1) / 3, matrix.MeanAccuracy, 1e-12);
        Assert.Equal((4 * 0.75 + 2 / 3.0 + 0.5) / 7, matrix.FrequencyWeightedIoU, 1e-12);
    }

    [Fact]
    public void Parts_merge_to_the_whole_in_any_order()
    {
        var random = new Random(1);
        byte[] truth = [.. Enumerable.Range(0, 1000).Select(_ => (byte)random.Next(5))], prediction = [.. Enumerable.Range(0, 1000).Select(_ => (byte)random.Next(5))];
        ConfusionMatrix whole = Matrix(5, prediction, truth);
        var merged = new ConfusionMatrix(5);
        foreach (int start in new[] { 600, 0, 300 })
        {
            int end = start == 600 ? 1000 : start + 300;
            merged.Merge(Matrix(5, prediction[start..end], truth[start..end]));
        }

        Assert.Equal(whole.Counts.ToArray(), merged.Counts.ToArray());
        Assert.Equal(whole.MeanIoU, ConfusionMatrix.FromCounts(5, whole.Counts).MeanIoU);
    }

    [Fact]
    public void A_perfect_prediction_scores_one_and_an_empty_matrix_nothing()
    {
        ConfusionMatrix perfect = Matrix(3, truthLabels[..7], truthLabels[..7]);
        Assert.Equal(1, perfect.MeanIoU);
        Assert.Equal(1, perfect.FrequencyWeightedIoU);
        Assert.True(double.IsNaN(new ConfusionMatrix(3).MeanIoU));
    }

    [Fact]
    public void Labels_that_are_no_class_are_refused()
    {
        Assert.Contains("classes are 0 to 1", Assert.Throws<ArgumentException>(() => Matrix(2, predictedLabels, truthLabels)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Matrix(3, predictedLabels[1..], truthLabels));
    }

    static ConfusionMatrix Matrix(int classes, byte[] prediction, byte[] truth)
    {
        var matrix = new ConfusionMatrix(classes);
        matrix.Add<byte, byte>(prediction, truth, ignoreLabel: 255);
        return matrix;
    }
}
