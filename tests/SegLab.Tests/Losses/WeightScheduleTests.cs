using SegLab.Losses;
using SegLab.Tests.Reference;

namespace SegLab.Tests.Losses;

/// <summary>Weights in sums that change while training goes on.</summary>
public sealed class WeightScheduleTests
{
    [Theory]
    [InlineData("linear(1, 0.01)*dice + linear(0.01, 1)*ce", null)]
    [InlineData("cosine(1, 0)*ce + dice", null)]
    [InlineData("step(0, 1, 0.5)*focal + ce", null)]
    [InlineData("linear(1, 0, 0.25)*ce", null)]
    [InlineData("linear(-2, 1e-05)*ce - dice", "linear(-2, 1E-05)*ce - dice")]
    [InlineData("linear( 1 , 0 , 1 ) * ce", "linear(1, 0)*ce")]
    [InlineData("ce - step(1, 0, 0.5)*dice", "ce + step(-1, 0, 0.5)*dice")]
    [InlineData("2*cosine(1, 0.5)*3*ce", "cosine(6, 3)*ce")]
    [InlineData("2*0.5*ce", "ce")]
    [InlineData("1e-05*ce + 1e+20*dice", "1E-05*ce + 1E+20*dice")]
    public void Are_read_and_printed(string text, string? printed)
    {
        SegmentationLoss loss = SegmentationLoss.Parse(text);
        Assert.Equal(printed ?? text, loss.ToString());
        Assert.Equal(loss, SegmentationLoss.Parse(loss.ToString()));
    }

    [Theory]
    [InlineData("linear(1)*ce", "character 1: linear takes two or three numbers")]
    [InlineData("ce + cosine(1, 2, 3, 4)*dice", "character 6: cosine takes two or three numbers")]
    [InlineData("step(0, 1)*ce", "step takes three numbers: from, to, and the share of the training at which it changes")]
    [InlineData("step(0, 1, 2)*ce", "a share of the training above 0, to 1, not at 2")]
    [InlineData("linear(1, 0, 0)*ce", "a share of the training above 0, to 1, not at 0")]
    [InlineData("linear(1, x)*ce", "character 11: 'x' is not a number")]
    [InlineData("linear(1, )*ce", "character 11: expected a number")]
    [InlineData("linear(1, 0*ce", "character 12: expected , or ) after a number")]
    [InlineData("linear(1, 0) ce", "expected * between a factor and a loss")]
    [InlineData("linear(1, 0)*step(1, 0, 0.5)*ce", "character 14: linear(1, 0) and step(1, 0, 0.5) do not multiply")]
    [InlineData("1e400*ce", "'1e400' is not a number")]
    [InlineData("linear*ce", "there is no loss 'linear'")]
    public void What_cannot_be_read_is_explained(string text, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => SegmentationLoss.Parse(text)).Message, StringComparison.Ordinal);

    // The values are worked out by hand: halfway along a line, cos(pi / 4) = 0.70710678.
    [Theory]
    [InlineData("linear", 0, 3)]
    [InlineData("linear", 0.5, 2)]
    [InlineData("linear", 0.25, 2.5)]
    [InlineData("linear", 1, 1)]
    [InlineData("cosine", 0, 3)]
    [InlineData("cosine", 0.25, 2.70710678)]
    [InlineData("cosine", 0.5, 2)]
    [InlineData("cosine", 1, 1)]
    [InlineData("step", 0, 3)]
    [InlineData("step", 0.4999, 3)]
    [InlineData("step", 0.5, 1)]
    [InlineData("step", 1, 1)]
    [InlineData("linear to 0.5", 0.25, 2)]
    [InlineData("linear to 0.5", 0.5, 1)]
    [InlineData("linear to 0.5", 0.9, 1)]
    [InlineData("cosine to 0.5", 0.125, 2.70710678)]
    [InlineData("cosine to 0.5", 0.9, 1)]
    public void Go_from_one_weight_to_another(string kind, double progress, double expected)
    {
        WeightSchedule schedule = kind switch
        {
            "linear" => WeightSchedule.Linear(3, 1),
            "linear to 0.5" => WeightSchedule.Linear(3, 1, 0.5),
            "cosine" => WeightSchedule.Cosine(3, 1),
            "cosine to 0.5" => WeightSchedule.Cosine(3, 1, 0.5),
            _ => WeightSchedule.Step(3, 1, 0.5),
        };
        Assert.Equal(expected, schedule.At(progress), 1e-8);
        Assert.Equal(-2 * expected, (-2 * schedule).At(progress), 1e-7);
    }

    [Fact]
    public void End_exactly_at_the_weight_they_go_to()
    {
        Assert.Equal(0.1, WeightSchedule.Linear(0.7, 0.1).At(1));
        Assert.Equal(0.1, WeightSchedule.Cosine(0.7, 0.1, 0.3).At(0.3));
    }

    [Fact]
    public void A_number_is_a_schedule_that_never_changes()
    {
        WeightSchedule number = 2.5;
        Assert.Equal(ScheduleShape.Constant, number.Shape);
        Assert.Equal([2.5, 2.5, 2.5], new[] { 0, 0.5, 1 }.Select(number.At));
        Assert.Equal(new WeightedLoss(1, new DiceLoss()), new WeightedLoss(1.0, new DiceLoss()));
        Assert.NotEqual<WeightSchedule>(1, WeightSchedule.Linear(1, 1));
        Assert.Equal(default, (WeightSchedule)0);
    }

    [Fact]
    public void A_loss_at_some_progress_has_the_weights_of_that_time()
    {
        SegmentationLoss loss = SegmentationLoss.Parse("linear(1, 0)*dice + step(0, 2, 0.5)*ce + 0.5*focal");
        Assert.Equal(SegmentationLoss.Parse("dice + 0*ce + 0.5*focal"), loss.At(0));
        Assert.Equal(SegmentationLoss.Parse("0.5*dice + 2*ce + 0.5*focal"), loss.At(0.5));
        Assert.Equal(SegmentationLoss.Parse("0*dice + 2*ce + 0.5*focal"), loss.At(1));
        Assert.Equal(loss, WeightSchedule.Linear(1, 0) * new DiceLoss() + WeightSchedule.Step(0, 2, 0.5) * new CrossEntropyLoss() + 0.5 * new FocalLoss());
    }

    [Fact]
    public void A_loss_without_a_schedule_is_itself_at_any_progress()
    {
        foreach (string text in new[] { "dice", "0.5*ce + dice" })
        {
            SegmentationLoss loss = SegmentationLoss.Parse(text);
            Assert.Same(loss, loss.At(0.3));
            Assert.Throws<ArgumentOutOfRangeException>(() => loss.At(1.1));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => SegmentationLoss.Parse("linear(1, 0)*ce").At(-0.1));
    }

    [Fact]
    public void A_loss_whose_weights_are_open_is_not_evaluated_but_says_what_to_do()
    {
        var sample = new Sample(1, 3, 20, seed: 1);
        SegmentationLoss loss = SegmentationLoss.Parse("ce + linear(1, 0)*dice(smooth=2)");
        var failure = Assert.Throws<InvalidOperationException>(() => loss.Evaluate(sample.LogitSpan, sample.LabelSpan));
        Assert.Equal("The weight linear(1, 0) of dice(smooth=2) depends on the progress of training: evaluate what At(progress) returns.", failure.Message);
        double half = loss.At(0.5).Evaluate(sample.LogitSpan, sample.LabelSpan);
        Assert.Equal(SegmentationLoss.Parse("ce + 0.5*dice(smooth=2)").Evaluate(sample.LogitSpan, sample.LabelSpan), half);
    }

    [Fact]
    public void Numbers_out_of_range_are_refused_in_code_too()
    {
        Assert.Throws<ArgumentException>(() => WeightSchedule.Linear(double.NaN, 1));
        Assert.Throws<ArgumentException>(() => WeightSchedule.Cosine(0, 1, 1.5));
        Assert.Throws<ArgumentException>(() => WeightSchedule.Step(0, double.PositiveInfinity, 0.5));
        Assert.Throws<ArgumentException>(() => double.NaN * new DiceLoss());
        Assert.Throws<ArgumentException>(() => WeightSchedule.Linear(0, 1) * (WeightSchedule.Linear(0, 1) * new DiceLoss()));
    }
}
