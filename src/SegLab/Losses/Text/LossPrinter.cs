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
            text.Append(LossCatalog.EntryOf(part).Print(part));
        }

        return text.ToString();
    }
}
