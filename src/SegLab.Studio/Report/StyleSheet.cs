namespace SegLab.Studio.Report;

/// <summary>The style sheets that a page carries in itself.</summary>
static class StyleSheet
{
    /// <summary>Reads those of the charts and of the report.</summary>
    public static string Read() => ReadCharts() + Read("report.css");

    /// <summary>Reads that of the charts.</summary>
    public static string ReadCharts() => Read("charts.css");

    static string Read(string name)
    {
        using var reader = new StreamReader(typeof(StyleSheet).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
