namespace SegLab.Studio.Report;

/// <summary>The style sheets that a page carries in itself.</summary>
static class StyleSheet
{
    /// <summary>Reads those of the charts and of the report.</summary>
    public static string Read() => Read("charts.css") + Read("report.css");

    static string Read(string name)
    {
        using var reader = new StreamReader(typeof(StyleSheet).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
