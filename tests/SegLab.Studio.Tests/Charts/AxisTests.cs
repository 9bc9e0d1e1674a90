using SegLab.Studio.Charts;

namespace SegLab.Studio.Tests.Charts;

public sealed class AxisTests
{
    [Fact]
    public void A_linear_axis_has_the_round_ticks_that_a_person_would_choose()
    {
        Assert.Equal(["0.40", "0.45", "0.50", "0.55", "0.60", "0.65", "0.70"], Labels(Axis.Linear([0.43, 0.68])));
        Assert.Equal(["0", "20", "40", "60", "80", "100"], Labels(Axis.Linear([3, 97])));
        Assert.Equal(["−10", "−5", "0", "5"], Labels(Axis.Linear([-7, 4], steps: 3)));
        Assert.Equal(["0.612", "0.614", "0.616", "0.618"], Labels(Axis.Linear([0.6125, 0.617], steps: 3)));
    }

    [Theory]
    [InlineData(0.1234, 0.9)]
    [InlineData(-3e-5, 2e-5)]
    [InlineData(-12, -11.2)]
    [InlineData(1e-9, 3e7)]
    [InlineData(0.999, 1.001)]
    [InlineData(0.5, 0.500004)]
    [InlineData(1e6, 1e6 + 3)]
    [InlineData(1e-14, 3e-14)]
    [InlineData(0, 1e300)]
    public void A_linear_axis_holds_its_values_and_marks_equal_steps_of_1_2_or_5(double low, double high)
    {
        for (int steps = 2; steps <= 10; steps++)
        {
            Axis axis = Axis.Linear([low, high], steps);
            Assert.True(axis.Minimum <= low && high <= axis.Maximum, $"{axis.Minimum}..{axis.Maximum}");
            Assert.InRange(axis.Ticks.Count, 2, 2 * steps + 2);
            double step = axis.Ticks[1] - axis.Ticks[0];
            Assert.All(axis.Ticks.Zip(axis.Ticks.Skip(1)), pair => Assert.Equal(step, pair.Second - pair.First, step * 1e-6));
            Assert.Contains($"{step:E5}"[0], "125");
            Assert.Equal(axis.Ticks.Count, Labels(axis).Distinct().Count());
        }
    }

    [Fact]
    public void A_linear_axis_stays_within_its_limits()
    {
        Axis axis = Axis.Linear([0.02, 0.99], lowest: 0, highest: 1);
        Assert.Equal((0, 1), (axis.Minimum, axis.Maximum));
        Axis single = Axis.Linear([1], lowest: 0, highest: 1);
        Assert.Equal(1, single.Maximum);
        Assert.True(single.Minimum < 1);
    }

    [Theory]
    [InlineData(new double[0])]
    [InlineData(new[] { 0.62 })]
    [InlineData(new[] { 0.0, 0.0 })]
    [InlineData(new[] { double.NaN, double.PositiveInfinity })]
    [InlineData(new[] { double.NaN, 3, double.NegativeInfinity, 4 })]
    public void An_axis_of_few_or_strange_values_is_still_an_axis(double[] values)
    {
        foreach (Axis axis in new[] { Axis.Linear(values), Axis.Whole(values), Axis.Logarithmic(values) })
        {
            Assert.True(double.IsFinite(axis.Minimum) && double.IsFinite(axis.Maximum) && axis.Minimum < axis.Maximum);
            Assert.NotEmpty(axis.Ticks);
            Assert.All(axis.Ticks, tick => Assert.InRange(tick, axis.Minimum, axis.Maximum * (1 + 1e-12)));
            Assert.All(values.Where(double.IsFinite), value => Assert.InRange(axis.Position(value, 10, 20), 10, 20));
        }
    }

    [Fact]
    public void An_axis_of_epochs_starts_and_ends_with_them_and_marks_whole_numbers()
    {
        Assert.Equal(["1", "2", "3"], Labels(Axis.Whole([1, 2, 3])));
        Axis axis = Axis.Whole([1, 30], steps: 3);
        Assert.Equal((1, 30), (axis.Minimum, axis.Maximum));
        Assert.Equal(["1", "10", "20", "30"], Labels(axis));
        Axis single = Axis.Whole([1]);
        Assert.Equal(["1"], Labels(single));
        Assert.Equal(50, single.Position(1, 0, 100));
    }

    [Fact]
    public void A_logarithmic_axis_goes_from_power_to_power_and_gives_each_the_same_room()
    {
        Axis axis = Axis.Logarithmic([0.0028, 0.3, 0]);
        Assert.Equal([0.001, 0.01, 0.1, 1], axis.Ticks.Select(tick => Math.Round(tick, 9)));
        Assert.Equal(100, axis.Position(0.01, 0, 300), 1e-9);
        Assert.Equal(200, axis.Position(0.1, 0, 300), 1e-9);
        Assert.Equal(0, axis.Position(0, 0, 300));
    }

    [Fact]
    public void A_linear_axis_places_values_in_proportion_and_turns_round_when_asked_to()
    {
        Axis axis = Axis.Linear([0, 10]);
        Assert.Equal(25, axis.Position(2.5, 0, 100), 1e-9);
        Assert.Equal(75, axis.Position(2.5, 100, 0), 1e-9);
    }

    static string[] Labels(Axis axis) => [.. axis.Ticks.Select(axis.Label)];
}
