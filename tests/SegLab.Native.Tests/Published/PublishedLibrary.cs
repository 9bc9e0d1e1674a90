namespace SegLab.Native.Tests.Published;

/// <summary>The shared library, built once for all tests as a user builds it; where that is not possible they are skipped and say why.</summary>
public sealed class PublishedLibrary
{
    readonly string? missing;

    public PublishedLibrary()
    {
        Repository = FindRepository();
        Folder = Path.Combine(Repository, "artifacts", "native-tests", "publish", "SegLab.Native", "release");
        if (!OperatingSystem.IsLinux()) missing = "The shared library is tested on Linux.";
        else if ((Compiler = Command.Find("gcc") ?? Command.Find("clang")) is null) missing = "There is neither gcc nor clang to link the shared library with.";
        else missing = Publish();
    }

    public string Repository { get; }

    /// <summary>Where the library lies.</summary>
    public string Folder { get; }

    public string Library => Path.Combine(Folder, "libseglab.so");

    /// <summary>A C compiler.</summary>
    public string? Compiler { get; }

    public void SkipWhereMissing() => Assert.SkipWhen(missing is not null, missing ?? "");

    string? Publish()
    {
        // Apart from the build that is being tested, so that neither disturbs the other.
        string artifacts = Path.Combine(Repository, "artifacts", "native-tests");
        Command.Outcome outcome = Command.Run("dotnet",
            ["publish", Path.Combine(Repository, "src", "SegLab.Native"), "-c", "Release", "-nodeReuse:false", "-p:UseSharedCompilation=false", $"-p:ArtifactsPath={artifacts}"]);
        if (outcome.ExitCode == 0) return null;
        if (outcome.Output.Contains("error NU", StringComparison.Ordinal)) return "The packages of the native compiler cannot be had here: " + outcome.Output;
        throw new InvalidOperationException("The library could not be published: " + outcome.Output);
    }

    static string FindRepository()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "SegLab.slnx"))) return folder;
        throw new InvalidOperationException("These tests run inside the repository.");
    }
}
