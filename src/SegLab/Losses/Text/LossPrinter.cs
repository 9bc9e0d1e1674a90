using System.Text;

namespace SegLab.Losses;

/// <summary>Writes losses in the text form that <see cref="LossParser"/> reads.</summary>
static class LossPrinter
{
    public static string Print(SegmentationLoss loss)
    {
        var text = new StringBuilder();
        foreach ((WeightSchedule factor, ElementaryLoss part) in WeightedSumLoss.PartsOf(loss))
        {
            WeightSchedule shown = factor;
            if (text.Length > 0)
            {
                bool negative = factor.Shape == ScheduleShape.Constant && factor.At(0) < 0;
                text.Append(negative ? " - " : " + ");
                if (negative) shown = -1 * factor;
            }

            if (shown != 1) text.Append(shown).Append('*');
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
