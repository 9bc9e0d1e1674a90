namespace SegLab.Studio;

/// <summary>Style sheets and scripts that are part of this assembly.</summary>
static class EmbeddedText
{
    /// <summary>Reads one by its file name.</summary>
    public static string Read(string name)
    {
        using var reader = new StreamReader(typeof(EmbeddedText).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
