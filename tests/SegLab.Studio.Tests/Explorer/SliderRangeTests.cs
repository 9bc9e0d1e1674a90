using SegLab.Boxes;
using SegLab.Losses;
using SegLab.Studio.Explorer;

namespace SegLab.Studio.Tests.Explorer;

public class SliderRangeTests
{
    [Theory]
    [InlineData("focal", "gamma", 0, 5, 0.05)]
    [InlineData("focal", "alpha", 0, 1, 0.01)]
    [InlineData("focal", "reduced_threshold", 0.01, 1, 0.01)]
    [InlineData("topk_ce", "percentage", 1, 100, 1)]
    [InlineData("cl_dice", "iterations", 1, 100, 1)]
    public void Sliders_run_over_what_an_option_takes(string loss, string option, double minimum, double maximum, double step)
    {
        CatalogParameter<ElementaryLoss> parameter = LossCatalog.All.Single(entry => entry.Name == loss).Parameters.Single(parameter => parameter.Name == option);
        SliderRange range = Of(parameter.Values, parameter.Default);
        Assert.Equal((minimum, maximum, step), (range.Minimum, range.Maximum, range.Step));
    }

    [Fact]
    public void Every_step_of_every_slider_is_a_number_that_its_option_takes()
    {
        foreach (LossEntry entry in LossCatalog.All)
            foreach (CatalogParameter<ElementaryLoss> parameter in entry.Parameters.Where(parameter => parameter.Values.Range is not null))
                AssertTaken(parameter.Values, parameter.Default);
        foreach (BoxLossEntry entry in BoxLossCatalog.All)
            foreach (CatalogParameter<BoxLoss> parameter in entry.Parameters.Where(parameter => parameter.Values.Range is not null))
                AssertTaken(parameter.Values, parameter.Default);

        static void AssertTaken(ParameterValues values, string usual)
        {
            SliderRange slider = Of(values, usual);
            NumberRange range = values.Range!;
            int steps = (int)Math.Round((slider.Maximum - slider.Minimum) / slider.Step);
            Assert.InRange(steps, 2, 500);
            for (int i = 0; i <= steps; i++)
            {
                double number = slider.Near(slider.Minimum + i * slider.Step);
                Assert.InRange(number, range.Minimum, range.Maximum);
                Assert.False(range.ExcludesMinimum && number == range.Minimum);
                if (values.IsWhole) Assert.Equal(Math.Round(number), number);
                if (range.IsOdd) Assert.Equal(1, number % 2);
            }
        }
    }

    [Fact]
    public void A_slider_reaches_what_was_typed() => Assert.Equal(40, SliderRange.Of(NumberRange.AtLeast(0), isWhole: false, usual: 2, current: 40).Maximum);

    static SliderRange Of(ParameterValues values, string usual) =>
        SliderRange.Of(values.Range!, values.IsWhole, double.TryParse(usual, out double number) ? number : null, null);
}
