namespace SegLab.Studio.Explorer;

/// <summary>How the explorer is served.</summary>
public sealed record ExplorerSettings
{
    /// <summary>The port on 127.0.0.1, 1 to 65535; 0 for one that is free.</summary>
    public int Port { get; init; }

    /// <summary>The folder whose comparisons and evaluations are shown, with the folders in it (default: the current one).</summary>
    public string Folder { get; init; } = Environment.CurrentDirectory;
}
