using System.Globalization;
using System.Text;

namespace SegLab.Losses;

/// <summary>Writes losses in the text form that <see cref="LossParser"/> reads.</summary>
static class LossPrinter
{
    public static string Print(SegmentationLoss loss)
    {
        var text = new StringBuilder();
        foreach ((double factor, ElementaryLoss part) in WeightedSumLoss.PartsOf(loss))
        {
            double shown = factor;
            if (text.Length > 0)
            {
                text.Append(factor < 0 ? " - " : " + ");
                shown = Math.Abs(factor);
            }

            if (shown != 1) text.Append(shown.ToString("R", CultureInfo.InvariantCulture)).Append('*');
            Append(text, part);
        }

        return text.ToString();
    }

    static void Append(StringBuilder text, ElementaryLoss loss)
    {
        LossEntry entry = LossCatalog.EntryOf(loss);
        text.Append(entry.Name);
        string separator = "(";
        foreach (LossParameter parameter in entry.Parameters)
        {
            string value = parameter.Get(loss);
            if (value == parameter.Get(entry.Default)) continue;
            text.Append(separator).Append(parameter.Name).Append('=').Append(value);
            separator = ", ";
        }

        if (separator != "(") text.Append(')');
    }
}
