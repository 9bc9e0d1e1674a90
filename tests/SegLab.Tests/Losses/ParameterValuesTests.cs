using System.Globalization;
using SegLab.Boxes;
using SegLab.Losses;

namespace SegLab.Tests.Losses;

/// <summary>What the catalogues say of an option's values is what the losses accept.</summary>
public class ParameterValuesTests
{
    public static TheoryData<string, string> Numbers =>
    [
        .. LossCatalog.All.SelectMany(entry => entry.Parameters.Where(parameter => parameter.Values.Range is not null).Select(parameter => (entry.Name, parameter.Name))),
        .. BoxLossCatalog.All.SelectMany(entry => entry.Parameters.Where(parameter => parameter.Values.Range is not null).Select(parameter => (entry.Name, parameter.Name))),
    ];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_range_tells_the_numbers_that_are_accepted(string loss, string option)
    {
        ParameterValues values = Values(loss, option);
        NumberRange range = values.Range!;
        double step = range.IsOdd ? 2 : values.IsWhole ? 1 : 1e-6;
        if (double.IsFinite(range.Minimum))
        {
            Assert.Equal(!range.ExcludesMinimum, Accepts(range.Minimum));
            Assert.True(Accepts(range.Minimum + step));
            Assert.False(Accepts(range.Minimum - step));
        }

        if (double.IsFinite(range.Maximum))
        {
            Assert.True(Accepts(range.Maximum));
            Assert.False(Accepts(range.Maximum + step));
        }

        if (range.IsOdd) Assert.False(Accepts(range.Minimum + 1));
        if (values.IsWhole) Assert.False(Accepts(range.Minimum + 1.5));

        bool Accepts(double number) => Reads($"{loss}({option}={number.ToString("R", CultureInfo.InvariantCulture)})");
    }

    [Fact]
    public void Words_are_all_accepted_but_for_what_another_option_forbids()
    {
        foreach (LossEntry entry in LossCatalog.All)
            foreach (CatalogParameter<ElementaryLoss> parameter in entry.Parameters)
                Assert.All(parameter.Values.Choices, word => AssertAccepted($"{entry.Name}({parameter.Name}={word})"));
        foreach (BoxLossEntry entry in BoxLossCatalog.All)
            foreach (CatalogParameter<BoxLoss> parameter in entry.Parameters)
                Assert.All(parameter.Values.Choices, word => AssertAccepted($"{entry.Name}({parameter.Name}={word})"));

        static void AssertAccepted(string text)
        {
            if (Refusal(text) is { } refusal) Assert.Contains("reduction=", refusal, StringComparison.Ordinal);
        }
    }

    static ParameterValues Values(string loss, string option) =>
        LossCatalog.All.Where(entry => entry.Name == loss).SelectMany(entry => entry.Parameters).Where(parameter => parameter.Name == option).Select(parameter => parameter.Values)
            .Concat(BoxLossCatalog.All.Where(entry => entry.Name == loss).SelectMany(entry => entry.Parameters).Where(parameter => parameter.Name == option).Select(parameter => parameter.Values))
            .First();

    static bool Reads(string text) => Refusal(text) is null;

    static string? Refusal(string text)
    {
        try
        {
            string name = text[..text.IndexOf('(', StringComparison.Ordinal)];
            if (LossCatalog.All.Any(entry => entry.Name == name)) SegmentationLoss.Parse(text);
            else BoxLoss.Parse(text);
            return null;
        }
        catch (FormatException wrong)
        {
            return wrong.Message;
        }
    }
}
