using SegLab.Boxes;
using SegLab.Tests.Reference;

namespace SegLab.Tests.Boxes;

/// <summary>Matrices of similarities.</summary>
[Trait("Category", "Numeric")]
public sealed class BoxOverlapTests
{
    public static TheoryData<BoxSimilarity> Similarities() => [.. Enum.GetValues<BoxSimilarity>()];

    [Theory]
    [MemberData(nameof(Similarities))]
    public void Each_element_is_that_of_the_formula(BoxSimilarity similarity)
    {
        (double[] all, double[] others) = BoxSamples.Pairs(71, seed: 3);
        foreach ((int height, int width) in new[] { (1, 1), (3, 7), (5, 8), (2, 9), (71, 33), (1, 71) })
        {
            double[] rows = all[..(4 * height)], columns = others[..(4 * width)], matrix = new double[height * width];
            float[] single = new float[height * width];
            BoxOverlap overlap = new() { Similarity = similarity };
            overlap.Evaluate(rows, columns, matrix);
            overlap.Evaluate(rows.Single(), columns.Single(), single);
            for (int i = 0; i < matrix.Length; i++)
            {
                Box row = Box.At(rows, i / width), column = Box.At(columns, i % width);
                double expected = similarity == BoxSimilarity.IoU ? BoxReference.IoU(row, column) : 1 - BoxReference.Cost(LossOf(similarity), row, column, row);
                Assert.Equal(expected, matrix[i], 1e-13);
                Assert.Equal(expected, single[i], 1e-5);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Similarities))]
    public void Special_boxes_have_finite_similarities(BoxSimilarity similarity)
    {
        double[] boxes = [.. BoxSamples.Special.SelectMany(box => box)];
        int count = BoxSamples.Special.Count;
        double[] matrix = new double[count * count];
        float[] single = new float[count * count];
        new BoxOverlap { Similarity = similarity }.Evaluate(boxes, boxes, matrix);
        new BoxOverlap { Similarity = similarity }.Evaluate(boxes.Single(), boxes.Single(), single);
        Assert.All(matrix, value => Assert.InRange(value, -2, 1));
        Assert.All(single, value => Assert.InRange(value, -2, 1));
        Assert.Equal(1, matrix[1]);
    }

    [Fact]
    public void The_bits_are_the_same_for_any_number_of_threads()
    {
        (double[] rows, double[] columns) = BoxSamples.Pairs(400, seed: 8);
        float[] first = new float[160000], second = new float[160000];
        BoxOverlap overlap = new() { Similarity = BoxSimilarity.CompleteIoU };
        overlap.Evaluate(rows.Single(), columns.Single(), first, threads: 1);
        overlap.Evaluate(rows.Single(), columns.Single(), second, threads: 5);
        Assert.Equal(first, second);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        BoxOverlap overlap = new();
        Assert.Contains("rows are 5 numbers", Message(new float[5], new float[4], 1));
        Assert.Contains("columns are 3 numbers", Message(new float[4], new float[3], 1));
        Assert.Contains("room for 1 numbers; 1 by 2 boxes are 2", Message(new float[4], new float[8], 1));
        Assert.Contains("row 1 is [1, 0, 0, 0]", Message([0, 0, 0, 0, 1, 0, 0, 0], new float[4], 2));
        Assert.Contains("column 0 is [0, 0, 0, ∞]", Message(new float[4], [0, 0, 0, float.PositiveInfinity], 1).Replace("Infinity", "∞"));

        string Message(float[] rows, float[] columns, int room) =>
            Assert.Throws<ArgumentException>(() => overlap.Evaluate(rows, columns, new float[room])).Message;
    }

    static BoxLoss LossOf(BoxSimilarity similarity) => similarity switch
    {
        BoxSimilarity.IoU => new IoULoss(),
        BoxSimilarity.GeneralizedIoU => new GeneralizedIoULoss(),
        BoxSimilarity.DistanceIoU => new DistanceIoULoss(),
        _ => new CompleteIoULoss(),
    };
}
