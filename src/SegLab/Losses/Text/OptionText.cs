using System.Globalization;
using System.Text.RegularExpressions;

namespace SegLab.Losses;

/// <summary>How the values of options are written and read.</summary>
static partial class OptionText
{
    /// <summary>What stands for an option that is not set.</summary>
    public const string None = "none";

    public static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public static string Text<TChoice>(TChoice value)
        where TChoice : struct, Enum => WordStart().Replace(value.ToString(), "_").ToLowerInvariant();

    public static double ParseNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw new FormatException($"'{text}' is not a number");

    public static int ParseInteger(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw new FormatException($"'{text}' is not an integer");

    public static bool ParseFlag(string text) => text switch
    {
        "true" => true,
        "false" => false,
        _ => throw new FormatException($"'{text}' is not true or false"),
    };

    public static TChoice ParseChoice<TChoice>(string text)
        where TChoice : struct, Enum => ParseChoice<TChoice>(text, Enum.GetValues<TChoice>());

    public static TChoice ParseChoice<TChoice>(string text, IReadOnlyList<TChoice> choices)
        where TChoice : struct, Enum
    {
        foreach (TChoice choice in choices)
            if (Text(choice) == text) return choice;
        throw new FormatException($"'{text}' is not one of {string.Join(" | ", choices.Select(Text))}");
    }

    /// <summary>The parts of a list in brackets.</summary>
    public static string[] Items(string text) => text is ['[', .. string inner, ']']
        ? inner.Split(',', StringSplitOptions.TrimEntries)
        : throw new FormatException($"'{text}' is not a list in brackets");

    [GeneratedRegex("(?<=.)(?=[A-Z])")]
    private static partial Regex WordStart();
}
