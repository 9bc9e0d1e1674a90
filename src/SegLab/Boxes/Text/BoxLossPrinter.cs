namespace SegLab.Boxes;

/// <summary>Writes box losses in the text form that <see cref="BoxLossParser"/> reads.</summary>
static class BoxLossPrinter
{
    public static string Print(BoxLoss loss)
    {
        BoxLossEntry entry = BoxLossCatalog.EntryOf(loss);
        string options = string.Join(", ", entry.Parameters
            .Where(parameter => parameter.Get(loss) != parameter.Default)
            .Select(parameter => $"{parameter.Name}={parameter.Get(loss)}"));
        return options.Length == 0 ? entry.Name : $"{entry.Name}({options})";
    }
}
