using SegLab.Training.Studies.Objects;

namespace SegLab.Training.Tests.Studies.Objects;

/// <summary>What is said of a curve, on curves that can be judged by eye.</summary>
public sealed class ErrorCurveTests
{
    public static TheoryData<string, double[]> Curves => new()
    {
        { "rises", [0, 1, 2, 3, 4, 5, 6] },
        { "falls", [6, 5, 4, 3, 2, 1, 0] },
        { "turns", [0, 1, 2, 3, 2.9, 4, 5] },
        { "flat", [2, 2, 2, 2, 2, 2, 2] },
        { "rises, saturates", [0, 0.2, 0.4, 0.6, 0.8, 0.81, 0.82] },
        { "rises, jumps", [0, 1, 2, 9, 10, 11, 12] },
        { "rises, saturates, jumps", [0, 1, 1, 1, 1, 1, 1] },
        { "turns, jumps", [0, 9, 2, 9, 1, 9, 0] },
    };

    [Theory]
    [MemberData(nameof(Curves))]
    public void A_curve_is_named_by_what_it_does(string behaviour, double[] values) =>
        Assert.Equal(behaviour, new ErrorCurve(ErrorKind.Both, values).Behaviour);

    [Fact]
    public void Rounding_does_not_make_a_curve_turn()
    {
        Assert.True(new ErrorCurve(ErrorKind.Both, [0, 1, 1 - 1e-5, 2]).Rises);
        Assert.False(new ErrorCurve(ErrorKind.Both, [0, 1, 0.999, 2]).Rises);
        Assert.True(new ErrorCurve(ErrorKind.Both, [3, 3 + 1e-7, 3, 3 - 1e-7]).IsFlat);
    }

    [Fact]
    public void Shares_are_of_the_range()
    {
        var curve = new ErrorCurve(ErrorKind.Both, [2, 3, 8, 9, 11, 10, 12]);
        Assert.Equal((10, 0.5, 0.2, 10), (curve.Range, curve.LargestStep, curve.LateShare, curve.Rise));
    }
}
