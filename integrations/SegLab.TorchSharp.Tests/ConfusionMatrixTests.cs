using SegLab.Metrics;
using TorchSharp;
using static TorchSharp.torch;

namespace SegLab.TorchSharp.Tests;

/// <summary>Tensors are counted as the library counts their numbers.</summary>
public sealed class ConfusionMatrixTests : IDisposable
{
    readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Theory]
    [InlineData(ScalarType.Byte, ScalarType.Int64)]
    [InlineData(ScalarType.Int64, ScalarType.Byte)]
    [InlineData(ScalarType.Int16, ScalarType.Int32)]
    [InlineData(ScalarType.Int32, ScalarType.Int16)]
    public void Label_maps_are_counted(ScalarType predicted, ScalarType known)
    {
        var matrix = new ConfusionMatrix(3);
        matrix.Add(tensor(new[] { 0, 1, 2, 2 }).to(predicted), tensor(new[] { 0, 1, 1, 255 }).to(known), ignoreLabel: 255);
        Assert.Equal<long>([1, 0, 0, 0, 1, 1, 0, 0, 0], matrix.Counts.ToArray());
    }

    [Fact]
    public void The_highest_of_the_scores_is_counted_in_any_memory_order()
    {
        random.manual_seed(3);
        Tensor scores = randn(2, 4, 5, 6), truth = randint(0, 4, [2, 5, 6]);
        ConfusionMatrix expected = new(4), rows = new(4), channelsLast = new(4);
        expected.Add(scores.argmax(1), truth);
        rows.AddScores(scores, truth);
        channelsLast.AddScores(scores.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2), truth);
        Assert.Equal(expected.Counts.ToArray(), rows.Counts.ToArray());
        Assert.Equal(expected.Counts.ToArray(), channelsLast.Counts.ToArray());
    }

    [Fact]
    public void Shapes_and_types_that_do_not_fit_are_refused()
    {
        var matrix = new ConfusionMatrix(3);
        Assert.Contains("[2, 3]", Assert.Throws<ArgumentException>(() => matrix.Add(zeros(2, 3, dtype: ScalarType.Int64), zeros(3, dtype: ScalarType.Int64))).Message, StringComparison.Ordinal);
        Assert.Contains("integer labels", Assert.Throws<ArgumentException>(() => matrix.Add(zeros(3), zeros(3, dtype: ScalarType.Int64))).Message, StringComparison.Ordinal);
        Assert.Contains("[N, 3, spatial...]", Assert.Throws<ArgumentException>(() => matrix.AddScores(zeros(1, 2, 3), zeros(1, 3, dtype: ScalarType.Int64))).Message, StringComparison.Ordinal);
    }
}
