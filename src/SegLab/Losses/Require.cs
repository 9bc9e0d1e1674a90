using System.Runtime.CompilerServices;

namespace SegLab.Losses;

/// <summary>Checks of options, each with the message that the user reads.</summary>
static class Require
{
    public static double Between(double value, double least, double greatest, [CallerMemberName] string option = "") =>
        value >= least && value <= greatest ? value : throw new ArgumentOutOfRangeException(option, value, $"{option} is {least} to {greatest}, not {value}.");

    public static double Finite(double value, [CallerMemberName] string option = "") =>
        double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(option, value, $"{option} is finite, not {value}.");

    public static double NotNegative(double value, [CallerMemberName] string option = "") =>
        value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(option, value, $"{option} is 0 or more, not {value}.");

    public static double Positive(double value, [CallerMemberName] string option = "") =>
        value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(option, value, $"{option} is above 0, not {value}.");
}
