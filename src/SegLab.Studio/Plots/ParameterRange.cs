using System.Globalization;
using System.Text.RegularExpressions;

namespace SegLab.Studio.Plots;

/// <summary>Numbers of a loss's text that are given as ranges, <c>FROM:TO:STEP</c>: each of their values makes a loss.</summary>
static partial class ParameterRange
{
    const int Most = 100;

    /// <summary>The texts with each value in place of the first range, then of the next; the text itself when it has none.</summary>
    /// <exception cref="FormatException">The range does not go anywhere, or has too many values.</exception>
    public static IEnumerable<string> Expand(string spec)
    {
        Match range = Range().Match(spec);
        return range.Success
            ? Values(spec, range).SelectMany(value => Expand(spec[..range.Index] + value + spec[(range.Index + range.Length)..]))
            : [spec];
    }

    static IEnumerable<string> Values(string spec, Match range)
    {
        (decimal from, decimal to, decimal step) = (Number(1), Number(2), Number(3));
        if (step == 0 || (to - from) / step < 0) throw new FormatException($"'{spec}': the range {range.Value} never gets from {from} to {to}.");
        if ((to - from) / step >= Most) throw new FormatException($"'{spec}': the range {range.Value} has more than {Most} values.");
        return Enumerable.Range(0, (int)((to - from) / step) + 1).Select(i => (from + i * step).ToString("0.############", CultureInfo.InvariantCulture));

        decimal Number(int group) => decimal.TryParse(range.Groups[group].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value)
            ? value
            : throw new FormatException($"'{spec}': '{range.Groups[group].Value}' in the range {range.Value} is no number that can be stepped.");
    }

    [GeneratedRegex(@"(?<==\s*)([-+.\d]+):([-+.\d]+):([-+.\d]+)")]
    private static partial Regex Range();
}
