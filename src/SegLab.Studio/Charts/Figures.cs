using System.Globalization;

namespace SegLab.Studio.Charts;

/// <summary>How numbers are written, so that all charts and tables agree.</summary>
static class Figures
{
    /// <summary>Stands for a figure that does not exist.</summary>
    public const string None = "–";

    /// <summary>A score such as IoU: three decimals.</summary>
    public static string Score(double? value) => value is { } v && double.IsFinite(v) ? Write(v, "0.000") : None;

    /// <summary>A score where many images make small differences count: four decimals.</summary>
    public static string FineScore(double? value) => value is { } v && double.IsFinite(v) ? Write(v, "0.0000") : None;

    /// <summary>A difference of such scores, with its sign.</summary>
    public static string FineDifference(double? value) => value is { } v && double.IsFinite(v) ? (v >= 0 ? "+" : "") + Write(v, "0.0000") : None;

    /// <summary>The ends of an interval; a dash where there is none.</summary>
    public static string Interval(double? low, double? high, Func<double?, string> write) =>
        low is { } l && high is { } h && double.IsFinite(l) && double.IsFinite(h) ? $"{write(l)} to {write(h)}" : None;

    /// <summary>A p-value.</summary>
    public static string Probability(double? value) => value is { } v && double.IsFinite(v) ? v < 0.0001 ? "<\u00A00.0001" : Write(v, "0.0000") : None;

    /// <summary>A distance in units of the spacing: two decimals.</summary>
    public static string Distance(double? value) => value is { } v && double.IsFinite(v) ? Write(v, "0.00") : None;

    /// <summary>A difference of scores: three decimals and its sign.</summary>
    public static string Difference(double value) => double.IsFinite(value) ? (value >= 0 ? "+" : "") + Write(value, "0.000") : None;

    /// <summary>A share of 0 to 1, in percent; small ones keep two digits.</summary>
    public static string Share(double value) => value switch
    {
        double.NaN => None,
        0 => "0\u00A0%",
        < 0.00001 => "<\u00A00.001\u00A0%",
        _ => Write(value * 100, value < 0.001 ? "0.000" : value < 0.01 ? "0.00" : "0.0") + "\u00A0%",
    };

    /// <summary>A tick on an axis of shares: percent with no more decimals than it needs.</summary>
    public static string ShareTick(double value) => Write(value * 100, "0.######") + "\u00A0%";

    /// <summary>A count with its thousands apart.</summary>
    public static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '\u202F');

    /// <summary>A time, in the unit that suits it.</summary>
    public static string Time(double seconds) => seconds switch
    {
        double.NaN => None,
        < 10 => Write(seconds, "0.00") + "\u00A0s",
        < 100 => Write(seconds, "0.0") + "\u00A0s",
        < 3600 => $"{(int)seconds / 60}\u00A0min {(int)seconds % 60}\u00A0s",
        _ => $"{(int)(seconds / 3600)}\u00A0h {(int)(seconds / 60 % 60)}\u00A0min",
    };

    /// <summary>An amount of memory.</summary>
    public static string Bytes(long value) => value >= 1_000_000_000
        ? Write(value / 1e9, "0.00") + "\u00A0GB"
        : Write(value / 1e6, "0") + "\u00A0MB";

    static string Write(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture).Replace('-', '\u2212');
}
