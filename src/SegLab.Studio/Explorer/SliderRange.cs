using SegLab.Losses;

namespace SegLab.Studio.Explorer;

/// <summary>The numbers that a slider runs over: those of a range, as far as it has ends, and otherwise the usual ones.</summary>
/// <param name="Minimum">The least.</param>
/// <param name="Maximum">The greatest.</param>
/// <param name="Step">The distance between two of them.</param>
sealed record SliderRange(double Minimum, double Maximum, double Step)
{
    const int Steps = 100;
    const double Reach = 4;

    /// <summary>A number in the middle of it.</summary>
    public double Middle => Near((Minimum + Maximum) / 2);

    /// <summary>The slider of an option.</summary>
    /// <param name="range">The numbers that the option takes.</param>
    /// <param name="isWhole">Whether they are whole.</param>
    /// <param name="usual">Its default, if that is a number.</param>
    /// <param name="current">What it has; the slider reaches it.</param>
    public static SliderRange Of(NumberRange range, bool isWhole, double? usual, double? current)
    {
        ArgumentNullException.ThrowIfNull(range);
        double scale = Nice(Math.Max(Reach * Math.Abs(usual ?? 0), isWhole ? 10 : 1));
        double minimum = double.IsFinite(range.Minimum) ? range.Minimum : double.IsFinite(range.Maximum) ? range.Maximum - scale : -scale;
        double maximum = double.IsFinite(range.Maximum) ? range.Maximum : Math.Max(minimum, 0) + scale;
        if (current is { } now) (minimum, maximum) = (Math.Min(minimum, now), Math.Max(maximum, now));
        double step = range.IsOdd ? 2 : isWhole ? Math.Max(1, Nice((maximum - minimum) / Steps)) : Nice((maximum - minimum) / Steps);
        if (range.ExcludesMinimum && minimum == range.Minimum) minimum += step;
        return new SliderRange(minimum, maximum, step);
    }

    /// <summary>The number of the slider that is nearest to one, with no more digits than the step has.</summary>
    public double Near(double number)
    {
        double at = Minimum + Math.Round((number - Minimum) / Step) * Step;
        int digits = Math.Clamp((int)Math.Ceiling(-Math.Log10(Step)) + 1, 0, 15);
        return Math.Round(Math.Clamp(at, Minimum, Maximum), digits);
    }

    /// <summary>The largest of 1, 2 and 5 times a power of ten that is not above a number.</summary>
    static double Nice(double number)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(number) + 1e-9)), factor = number / power + 1e-9;
        double nice = (factor >= 5 ? 5 : factor >= 2 ? 2 : 1) * power;
        return power < 1 ? Math.Round(nice, 12) : nice;
    }
}
