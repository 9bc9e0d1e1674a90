using static SegLab.Losses.OptionText;

namespace SegLab.Losses;

/// <summary>What an option takes in the text form: a number of a range, one of some words, or what only words describe.</summary>
public sealed record ParameterValues
{
    readonly string words;

    ParameterValues(string words) => this.words = words;

    /// <summary>The numbers that it takes; null where it takes none, or a list.</summary>
    public NumberRange? Range { get; private init; }

    /// <summary>Whether the numbers are whole.</summary>
    public bool IsWhole { get; private init; }

    /// <summary>The words that it takes, such as <c>true</c> and <c>false</c>; empty where it takes numbers alone, or a list.</summary>
    public IReadOnlyList<string> Choices { get; private init; } = [];

    internal static ParameterValues Flag { get; } = OneOf("true", "false");

    internal static ParameterValues Number(NumberRange range) => new(range.ToString()) { Range = range };

    internal static ParameterValues Integer(NumberRange range) => Number(range) with { IsWhole = true };

    internal static ParameterValues OptionalNumber(NumberRange range) => new($"{range}, or none") { Range = range, Choices = [None] };

    internal static ParameterValues OneOf(params IReadOnlyList<string> choices) => new(string.Join(" | ", choices)) { Choices = choices };

    internal static ParameterValues OneOf<TChoice>(params ReadOnlySpan<string> more)
        where TChoice : struct, Enum => OneOf([.. Enum.GetValues<TChoice>().Select(Text), .. more]);

    internal static ParameterValues InWords(string words) => new(words);

    /// <summary>In words: <c>0 or more</c>, <c>softmax | sigmoid</c>.</summary>
    public override string ToString() => words;
}
