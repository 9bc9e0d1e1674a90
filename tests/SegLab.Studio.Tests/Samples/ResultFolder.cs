namespace SegLab.Studio.Tests.Samples;

/// <summary>A folder of results, gone when the test is over.</summary>
sealed class ResultFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("seglab-results-").FullName;

    /// <summary>A file or folder in it; the folders around it are made.</summary>
    public string this[string name]
    {
        get
        {
            string path = System.IO.Path.Combine(Path, name);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            return path;
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
