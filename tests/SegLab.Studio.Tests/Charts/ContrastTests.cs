using System.Globalization;
using System.Text.RegularExpressions;
using SegLab.Studio.Report;

namespace SegLab.Studio.Tests.Charts;

/// <summary>The colours against the contrast that WCAG 2.1 asks for: 4.5 for text, 3 for what is drawn.</summary>
public sealed partial class ContrastTests
{
    public static TheoryData<int> Themes => [0, 1];

    [Theory]
    [MemberData(nameof(Themes))]
    public void Text_can_be_read(int theme)
    {
        Dictionary<string, string> colours = Colours(theme);
        foreach (string text in new[] { "ink", "soft", "accent", "mark" })
            Assert.True(Contrast(colours[text], colours["paper"]) >= 4.5, text);
        Assert.True(Contrast(colours["ink"], colours["panel"]) >= 4.5);
    }

    [Theory]
    [MemberData(nameof(Themes))]
    public void Numbers_in_a_heat_map_can_be_read_on_every_shade(int theme)
    {
        Dictionary<string, string> colours = Colours(theme);
        for (int shade = 0; shade < 10; shade++)
            Assert.True(Contrast(colours[shade >= 7 ? "heat-light" : "heat-dark"], colours[$"h{shade}"]) >= 4.5, $"h{shade}");
        Assert.Contains(".heat.h7, .heat.h8, .heat.h9 { color: var(--heat-light); }", StyleSheet.Read());
    }

    [Theory]
    [MemberData(nameof(Themes))]
    public void Lines_stand_out_from_the_page(int theme)
    {
        Dictionary<string, string> colours = Colours(theme);
        for (int series = 1; series <= 8; series++)
            Assert.True(Contrast(colours[$"s{series}"], colours["paper"]) >= 3, $"s{series}");
    }

    static Dictionary<string, string> Colours(int theme) => Variable().Matches(Root().Matches(StyleSheet.Read())[theme].Value)
        .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);

    static double Contrast(string a, string b)
    {
        double first = Luminance(a), second = Luminance(b);
        return (Math.Max(first, second) + 0.05) / (Math.Min(first, second) + 0.05);
    }

    static double Luminance(string colour)
    {
        double[] linear = [.. Enumerable.Range(0, 3).Select(i => int.Parse(colour.AsSpan(1 + 2 * i, 2), NumberStyles.HexNumber) / 255.0)
            .Select(value => value <= 0.03928 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4))];
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    }

    [GeneratedRegex(@":root \{.*?\}", RegexOptions.Singleline)]
    private static partial Regex Root();

    [GeneratedRegex(@"--([\w-]+): (#[0-9a-f]{6})")]
    private static partial Regex Variable();
}
