using static SegLab.Losses.OptionText;

namespace SegLab.Losses;

/// <summary>The numbers that an option takes.</summary>
public sealed record NumberRange
{
    NumberRange()
    {
    }

    /// <summary>The least of them, or what all are above; negative infinity when there is none.</summary>
    public double Minimum { get; private init; } = double.NegativeInfinity;

    /// <summary>The greatest of them; infinity when there is none.</summary>
    public double Maximum { get; private init; } = double.PositiveInfinity;

    /// <summary>Whether <see cref="Minimum"/> itself is not one of them.</summary>
    public bool ExcludesMinimum { get; private init; }

    /// <summary>Whether they are the odd whole numbers alone.</summary>
    public bool IsOdd { get; private init; }

    internal static NumberRange Any { get; } = new();

    internal static NumberRange Odd { get; } = new() { Minimum = 1, IsOdd = true };

    internal static NumberRange AtLeast(double minimum) => new() { Minimum = minimum };

    internal static NumberRange AtMost(double maximum) => new() { Maximum = maximum };

    internal static NumberRange Above(double minimum, double maximum = double.PositiveInfinity) =>
        new() { Minimum = minimum, Maximum = maximum, ExcludesMinimum = true };

    internal static NumberRange Between(double minimum, double maximum) => new() { Minimum = minimum, Maximum = maximum };

    /// <summary>The range in words: <c>0 or more</c>, <c>above 0, to 1</c>.</summary>
    public override string ToString() => (double.IsFinite(Minimum), double.IsFinite(Maximum)) switch
    {
        _ when IsOdd => "an odd number",
        (true, true) => ExcludesMinimum ? $"above {Text(Minimum)}, to {Text(Maximum)}" : $"{Text(Minimum)} to {Text(Maximum)}",
        (true, false) => ExcludesMinimum ? $"above {Text(Minimum)}" : $"{Text(Minimum)} or more",
        (false, true) => $"{Text(Maximum)} or less",
        _ => "a number",
    };
}
