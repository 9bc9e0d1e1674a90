using SegLab.Losses;
using SegLab.Training.Studies.Objects;

namespace SegLab.Training.Tests.Studies.Objects;

/// <summary>The sentences follow the figures, whichever they are.</summary>
public sealed class ObjectsVerdictTests
{
    static readonly double[] rising = [0, 1, 2, 3, 4, 5, 6], turning = [0, 1, 2, 1, 2, 3, 4], saturating = [0, 2, 4, 5, 6, 6, 6];

    [Fact]
    public void The_tutorials_are_right_where_only_their_losses_rise_on_the_small_object()
    {
        IReadOnlyList<string> verdict = ObjectsVerdict.Of([Loss("combo", rising, rising), Loss("focal", rising, rising), Loss("dice", rising, turning)]);
        Assert.Equal("2 of 3 losses rise with every error, on the large object and on the small one. It is true that only `combo` and `focal` do so on the small one: 2 do.", verdict[0]);
        Assert.Equal("Not steady: `dice` (small: turns with false positives, false negatives, both).", verdict[1]);
    }

    [Fact]
    public void They_are_wrong_where_another_one_does()
    {
        IReadOnlyList<string> verdict = ObjectsVerdict.Of([Loss("combo", rising, rising), Loss("focal", rising, rising), Loss("dice", turning, rising)]);
        Assert.Contains("It is not true that only `combo` and `focal`", verdict[0]);
    }

    [Fact]
    public void What_saturates_is_counted_and_named()
    {
        IReadOnlyList<string> verdict = ObjectsVerdict.Of([Loss("a", rising, rising), Loss("b", saturating, rising), Loss("c", saturating, saturating)]);
        Assert.Contains(verdict, sentence => sentence.StartsWith("2 saturate", StringComparison.Ordinal) && sentence.EndsWith("`b` and `c`; 1 of them on the small object.", StringComparison.Ordinal));
        Assert.Contains(verdict, sentence => sentence.StartsWith("2 jump", StringComparison.Ordinal));
    }

    static StudiedLoss Loss(string name, double[] large, double[] small) => new(name, LossFamily.RegionBased, Curves(large), Curves(small));

    static ErrorCurve[] Curves(double[] values) => [.. Enum.GetValues<ErrorKind>().Select(kind => new ErrorCurve(kind, values))];
}
