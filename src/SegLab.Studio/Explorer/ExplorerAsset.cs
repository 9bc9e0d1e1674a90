using SegLab.Studio.Report;

namespace SegLab.Studio.Explorer;

/// <summary>A file that the explorer's pages ask for; all are part of this assembly.</summary>
sealed record ExplorerAsset
{
    static readonly string[] styleSheets = ["explorer.css", "canvas.css", "boxes.css", "runs.css"];

    readonly Func<string> read;

    ExplorerAsset(string path, string contentType, Func<string> read) => (Path, ContentType, this.read) = (path, contentType, read);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ExplorerAsset> All { get; } =
    [
        new("/explorer.css", "text/css", () => StyleSheet.Read() + string.Concat(styleSheets.Select(EmbeddedText.Read))),
        Script("/_framework/blazor.web.js", "blazor.web.js"),
        Script("/canvas.js", "canvas.js"),
        Script("/boxes.js", "boxes.js"),
    ];

    /// <summary>Where it is found.</summary>
    public string Path { get; }

    /// <summary>Its media type.</summary>
    public string ContentType { get; }

    /// <summary>What it holds.</summary>
    public string Read() => read();

    static ExplorerAsset Script(string path, string name) => new(path, "text/javascript", () => EmbeddedText.Read(name));
}
