using System.Text;
using System.Text.RegularExpressions;
using SegLab.Studio.Report;

namespace SegLab.Studio.Plots;

/// <summary>
/// The charts' style sheet as a drawing by itself carries it: every colour written out, since programs that print or convert drawings
/// know no variables.
/// </summary>
static partial class SvgStyle
{
    const int SeriesColours = 8;

    /// <summary>The paper's colour.</summary>
    public static string Paper(bool dark) => Colours(dark)["paper"];

    /// <summary>The rules that drawings need.</summary>
    public static string Read(bool dark)
    {
        Dictionary<string, string> colours = Colours(dark);
        var style = new StringBuilder();
        foreach (Match rule in Rule().Matches(Theme().Replace(StyleSheet.ReadCharts(), "")))
        {
            string body = rule.Groups[2].Value.Trim();
            string[] selectors = [.. rule.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries).Where(selector => selector.StartsWith(".chart ", StringComparison.Ordinal) && !selector.Contains(':'))];
            if (selectors.Length == 0) continue;
            if (body.Contains("var(--series)"))
            {
                for (int i = 1; i <= SeriesColours; i++)
                    Add(selectors.Select(selector => OfSeries(selector, i)), body.Replace("var(--series)", $"var(--s{i})"));
            }
            else
            {
                Add(selectors, body);
            }
        }

        return style.ToString();

        void Add(IEnumerable<string> selectors, string body) => style.Append(string.Join(", ", selectors)).Append(" { ")
            .Append(Variable().Replace(body, match => colours[match.Groups[1].Value])).Append(" }\n");
    }

    /// <summary>The selector for one series: its class joins that of the group, or stands for it.</summary>
    static string OfSeries(string selector, int series)
    {
        string[] parts = selector.Split(' ');
        return parts[1] is ".series" or ".dashed" or ".bars"
            ? $".chart .s{series}{parts[1]} {string.Join(' ', parts[2..])}"
            : $".chart .s{series} {string.Join(' ', parts[1..])}";
    }

    static Dictionary<string, string> Colours(bool dark) => Definition().Matches(Root().Matches(StyleSheet.ReadCharts())[dark ? 1 : 0].Value)
        .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);

    // Media queries, with one level of rules in them, and the definitions of the colours.
    [GeneratedRegex(@"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|:root \{[^}]*\}")]
    private static partial Regex Theme();

    [GeneratedRegex(@"([^{}]+)\{([^{}]*)\}")]
    private static partial Regex Rule();

    [GeneratedRegex(@":root \{.*?\}", RegexOptions.Singleline)]
    private static partial Regex Root();

    [GeneratedRegex(@"--([\w-]+): (#[0-9a-f]{6})")]
    private static partial Regex Definition();

    [GeneratedRegex(@"var\(--([\w-]+)\)")]
    private static partial Regex Variable();
}
