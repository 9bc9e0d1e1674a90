namespace SegLab.Studio.Report;

/// <summary>The style sheets that a page carries in itself.</summary>
static class StyleSheet
{
    /// <summary>Reads those of the charts and of the report.</summary>
    public static string Read() => ReadCharts() + EmbeddedText.Read("report.css");

    /// <summary>Reads that of the charts.</summary>
    public static string ReadCharts() => EmbeddedText.Read("charts.css");
}
