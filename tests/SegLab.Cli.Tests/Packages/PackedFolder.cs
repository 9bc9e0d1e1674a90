using System.Reflection;
using SegLab.Native.Tests.Published;

namespace SegLab.Cli.Tests.Packages;

/// <summary>Tests of the packages share one folder of them.</summary>
[CollectionDefinition(nameof(PackedFolder))]
public sealed class PackedFolderTests : ICollectionFixture<PackedFolder>;

/// <summary>The packages of the build that is being tested, in a folder of their own, and a NuGet that knows no other source and no other cache.</summary>
public sealed class PackedFolder : IDisposable
{
    readonly Workspace workspace = new();

    public PackedFolder()
    {
        string repository = FindRepository();
        IEnumerable<string> projects = PackageTests.Names.Select(name => Path.Combine(repository, "src", name, name + ".csproj"));
        File.WriteAllText(workspace["packages.proj"], $"""
            <Project>
              <Target Name="Pack">
                <MSBuild Projects="{string.Join(';', projects)}" Targets="Pack" />
              </Target>
            </Project>
            """);
        // Nothing is built, and what is published for the tool goes elsewhere too: other tests use the build at this moment.
        DotNet("pack", workspace["packages.proj"], "--no-build", "-nodeReuse:false", "-c", Configuration, "-o", workspace["packages"],
            $"-p:PublishDir={workspace["publish"]}{Path.DirectorySeparatorChar}");
        File.WriteAllText(workspace["nuget.config"], $"""
            <configuration>
              <packageSources><clear /><add key="packed" value="{workspace["packages"]}" /></packageSources>
              <fallbackPackageFolders><clear /><add key="restored" value="{RestoredPackages()}" /></fallbackPackageFolders>
            </configuration>
            """);
    }

    /// <summary>The configuration of the build, such as Release.</summary>
    public static string Configuration { get; } =
        typeof(PackedFolder).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    /// <summary>A path in the folder.</summary>
    public string this[string name] => workspace[name];

    /// <summary>The names of all files that packing has made.</summary>
    public IEnumerable<string> Files => Directory.GetFiles(workspace["packages"]).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);

    internal Package Open(string name, string extension) => new(workspace[Path.Combine("packages", $"{name}.{PackageTests.Version}.{extension}")]);

    /// <summary>Runs the SDK with the packed packages and those that the build has restored, and without a network.</summary>
    /// <returns>What it wrote to its outputs.</returns>
    public string DotNet(params string[] arguments)
    {
        Command.Outcome outcome = Command.Run("dotnet", arguments, ("NUGET_PACKAGES", workspace["cache"]), ("DOTNET_CLI_TELEMETRY_OPTOUT", "1"), ("DOTNET_NOLOGO", "1"));
        Assert.True(outcome.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}: {outcome.Output}");
        return outcome.Output;
    }

    public void Dispose() => workspace.Dispose();

    static string RestoredPackages() =>
        Command.Run("dotnet", ["nuget", "locals", "global-packages", "--list", "--force-english-output"]).Output.Split("global-packages:")[1].Trim();

    static string FindRepository()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "SegLab.slnx"))) return folder;
        throw new InvalidOperationException("These tests run inside the repository.");
    }
}
