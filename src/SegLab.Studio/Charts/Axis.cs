using System.Globalization;

namespace SegLab.Studio.Charts;

/// <summary>A scale of a chart: where it starts and ends, and the round values that are marked on it.</summary>
public sealed record Axis
{
    // As many as Math.Round takes.
    const int MostDecimals = 15;

    Axis(double minimum, double maximum, IReadOnlyList<double> ticks, int decimals) =>
        (Minimum, Maximum, Ticks, Decimals) = (minimum, maximum, ticks, decimals);

    /// <summary>The value at its start.</summary>
    public double Minimum { get; }

    /// <summary>The value at its end, above <see cref="Minimum"/>.</summary>
    public double Maximum { get; }

    /// <summary>The values to mark, ascending, each within the axis.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>Whether equal ratios, not equal differences, lie equally far apart.</summary>
    public bool IsLogarithmic { get; private init; }

    int Decimals { get; }

    /// <summary>An axis with steps of 1, 2 or 5 times a power of ten that holds all finite values.</summary>
    /// <param name="values">What it has to hold; NaN and infinities are passed over.</param>
    /// <param name="steps">About how many steps it should have.</param>
    /// <param name="lowest">It does not go below this.</param>
    /// <param name="highest">It does not go above this.</param>
    public static Axis Linear(
        IEnumerable<double> values, int steps = 5, double lowest = double.NegativeInfinity, double highest = double.PositiveInfinity)
    {
        (double low, double high) = Range(values);
        if (high - low <= 1e-9 * Math.Max(Math.Abs(low), Math.Abs(high)))
        {
            double margin = low == 0 ? 1 : Math.Abs(low) * 0.1;
            (low, high) = (low - margin, high + margin);
        }
        return Stepped(Math.Max(low, lowest), Math.Min(high, highest), NiceStep((high - low) / steps), lowest, highest);
    }

    /// <summary>An axis of whole numbers, such as epochs; it ends with the values, not with a step.</summary>
    public static Axis Whole(IEnumerable<double> values, int steps = 8)
    {
        (double low, double high) = Range(values);
        double step = Math.Max(1, Math.Ceiling(NiceStep((high - low) / steps)));
        double[] ticks = [.. Multiples(low, high, step)];
        if (low % step != 0) ticks = [low, .. ticks.Where(tick => tick - low >= step / 2)];
        return high > low ? new Axis(low, high, ticks, 0) : new Axis(low - 1, low + 1, [low], 0);
    }

    /// <summary>An axis from one power of ten to another that holds all positive values.</summary>
    public static Axis Logarithmic(IEnumerable<double> values, int steps = 6)
    {
        (double low, double high) = Range(values.Where(value => value > 0));
        (int first, int last) = low > 0 ? ((int)Math.Floor(Math.Log10(low)), (int)Math.Ceiling(Math.Log10(high))) : (-1, 0);
        if (first == last) first--;
        int stride = (last - first + steps - 1) / steps;
        double[] ticks = [.. Enumerable.Range(0, (last - first) / stride + 1).Select(i => Math.Pow(10, last - i * stride)).Reverse()];
        return new Axis(Math.Pow(10, first), Math.Pow(10, last), ticks, Math.Max(0, -first)) { IsLogarithmic = true };
    }

    /// <summary>Where a value lies between two coordinates; values outside are held at the ends.</summary>
    public double Position(double value, double start, double end)
    {
        double part = IsLogarithmic
            ? Math.Log(Math.Max(value, Minimum) / Minimum) / Math.Log(Maximum / Minimum)
            : (value - Minimum) / (Maximum - Minimum);
        return start + Math.Clamp(part, 0, 1) * (end - start);
    }

    /// <summary>A tick as text, with as many decimals as tell it from the next.</summary>
    public string Label(double tick)
    {
        double size = Math.Max(Math.Abs(Minimum), Math.Abs(Maximum));
        int digits = Math.Max(0, (int)Math.Floor(Math.Log10(size)) + Decimals);
        string format = size is >= 1e6 or < 1e-3 ? "0." + new string('#', digits) + "E0" : "F" + Decimals;
        return tick.ToString(format, CultureInfo.InvariantCulture).Replace('-', '\u2212');
    }

    static Axis Stepped(double low, double high, double step, double lowest, double highest)
    {
        double first = Math.Floor(low / step + 1e-9), last = Math.Ceiling(high / step - 1e-9);
        int decimals = DecimalsOf(step);
        (double start, double end) = (Math.Max(Round(first * step), lowest), Math.Min(Round(last * step), highest));
        return new Axis(start, end, [.. Multiples(start, end, step).Select(Round)], decimals);

        double Round(double value) => decimals <= MostDecimals ? Math.Round(value, decimals) : value;
    }

    static IEnumerable<double> Multiples(double low, double high, double step)
    {
        for (double i = Math.Ceiling(low / step - 1e-9); i <= high / step + 1e-9; i++) yield return i * step + 0.0; // the sum turns -0 into 0
    }

    static double NiceStep(double rough)
    {
        if (!(rough > 0)) return 1;
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        // The limits are the geometric means of the neighbours.
        double factor = (rough / power) switch { < 1.4142 => 1, < 3.1623 => 2, < 7.0711 => 5, _ => 10 };
        return factor * power;
    }

    static int DecimalsOf(double step)
    {
        int decimals = 0;
        for (; decimals < 300 && Math.Abs(step - Math.Round(step)) > 1e-6 * step; decimals++) step *= 10;
        return decimals;
    }

    static (double Low, double High) Range(IEnumerable<double> values)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double value in values.Where(double.IsFinite)) (low, high) = (Math.Min(low, value), Math.Max(high, value));
        return low <= high ? (low, high) : (0, 1);
    }
}
