using static SegLab.Native.Tests.Functions;

namespace SegLab.Native.Tests;

public sealed unsafe class ConfusionMatrixFunctionTests
{
    [Fact]
    public void Label_maps_of_different_types_and_layouts_are_counted()
    {
        using var prediction = new NativeArray<byte>([0, 9, 1, 9, 1, 9, 0, 9], [2, 2], [4, 2]);
        using var truth = new NativeArray<long>([0, 1, 0, 255], [2, 2]);
        nint matrix = Matrix(2);
        int ignore = 255;
        Succeeds(MatrixAdd(matrix, prediction, truth, &ignore));
        Assert.Equal([1, 1, 0, 1], Counts(matrix));
        Assert.Equal(2.0 / 3, Score(matrix, "pixel_accuracy"), 1e-12);
        Assert.Equal(0.5, Score(matrix, "mean_iou"), 1e-12);
        double* recall = stackalloc double[2];
        fixed (byte* name = Utf8("recall")) Succeeds(MatrixClassScores(matrix, name, recall, 2));
        Assert.Equal([0.5, 1], new ReadOnlySpan<double>(recall, 2).ToArray());
        Succeeds(MatrixDestroy(matrix));
    }

    [Fact]
    public void Scores_are_counted_by_their_highest_image_by_image()
    {
        // Two images of two pixels: classes 1 and 0, then 1 and 1.
        using var scores = new NativeArray<float>([1, 5, 2, 4, 0, 0, 3, 3], [2, 2, 2]);
        using var truth = new NativeArray<short>([1, 0, 0, 1], [2, 2]);
        nint matrix = Matrix(2);
        Succeeds(MatrixAddScores(matrix, scores, truth, null));
        Assert.Equal([1, 1, 0, 2], Counts(matrix));
        nint three = Matrix(3);
        Fails(Status.BadArgument, "ask for [N, 3, spatial...]", MatrixAddScores(three, scores, truth, null));
        Succeeds(MatrixDestroy(matrix));
        Succeeds(MatrixDestroy(three));
    }

    [Fact]
    public void Probabilities_merge_and_clear()
    {
        using var probabilities = new NativeArray<float>([0.2f, 0.7f, 0.5f], [3]);
        using var truth = new NativeArray<int>([0, 1, 1], [3]);
        nint first = Matrix(2), second = Matrix(2), three = Matrix(3);
        Succeeds(MatrixAddProbabilities(first, probabilities, truth, 0.5f, null));
        Succeeds(MatrixMerge(second, first));
        Succeeds(MatrixMerge(second, second));
        Assert.Equal([2, 0, 2, 2], Counts(second));
        Succeeds(MatrixClear(second));
        Assert.True(double.IsNaN(Score(second, "mean_dice")));
        Fails(Status.WrongFunction, "two classes", MatrixAddProbabilities(three, probabilities, truth, 0.5f, null));
        Fails(Status.BadArgument, "NaN", MatrixAddProbabilities(first, probabilities, truth, float.NaN, null));
        Fails(Status.BadArgument, "the other 3", MatrixMerge(first, three));
        foreach (nint matrix in new[] { first, second, three }) Succeeds(MatrixDestroy(matrix));
    }

    [Fact]
    public void What_cannot_be_counted_is_refused()
    {
        using var labels = new NativeArray<byte>([0, 7], [2]);
        using var row = new NativeArray<byte>([0, 1], [1, 2]);
        using var real = new NativeArray<float>([0, 1], [2]);
        nint matrix = Matrix(2), made;
        double value;
        long* counts = stackalloc long[4];
        Fails(Status.BadArgument, "Pixel 1", MatrixAdd(matrix, labels, labels, null));
        Fails(Status.BadArgument, "[1, 2], the truth [2]", MatrixAdd(matrix, row, labels, null));
        Fails(Status.BadArgument, "float32", MatrixAdd(matrix, real, labels, null));
        Fails(Status.BadArgument, "room for 3", MatrixCounts(matrix, counts, 3, null));
        Fails(Status.BadPointer, "counts is null", MatrixCounts(matrix, null, 4, null));
        fixed (byte* name = Utf8("iou"))
        {
            Fails(Status.BadText, "there are pixel_accuracy", MatrixScore(matrix, name, &value));
            Fails(Status.BadArgument, "room for 1", MatrixClassScores(matrix, name, &value, 1));
        }

        foreach (int classes in new[] { 0, -1, 4097, int.MaxValue }) Fails(Status.BadArgument, "1 to 4096", MatrixCreate(classes, &made));
        Succeeds(MatrixDestroy(matrix));
    }

    static long[] Counts(nint matrix)
    {
        long* counts = stackalloc long[4];
        Succeeds(MatrixCounts(matrix, counts, 4, null));
        return new ReadOnlySpan<long>(counts, 4).ToArray();
    }

    static double Score(nint matrix, string name)
    {
        double value;
        fixed (byte* text = Utf8(name)) Succeeds(MatrixScore(matrix, text, &value));
        return value;
    }
}
