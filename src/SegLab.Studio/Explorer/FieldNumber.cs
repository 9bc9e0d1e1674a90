using System.Globalization;

namespace SegLab.Studio.Explorer;

/// <summary>Numbers as fields, sliders and addresses write them, in the same way everywhere.</summary>
static class FieldNumber
{
    /// <summary>The number that a text is; null when it is none, or not finite.</summary>
    public static double? Of(object? text) =>
        double.TryParse(text as string, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null;
}
