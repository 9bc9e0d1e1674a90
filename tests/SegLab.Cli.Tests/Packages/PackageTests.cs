using System.Reflection;
using System.Text.RegularExpressions;
using SegLab.Losses;

namespace SegLab.Cli.Tests.Packages;

/// <summary>What is in the packages.</summary>
[Collection(nameof(PackedFolder))]
public sealed partial class PackageTests(PackedFolder packed)
{
    static readonly string[] everywhere = ["LICENSE", "README.md", "icon.png"];

    /// <summary>The projects that are packages.</summary>
    public static IReadOnlyList<string> Names { get; } = ["SegLab", "SegLab.Imaging", "SegLab.Training", "SegLab.Cli"];

    /// <summary>The version of the build, without the commit.</summary>
    public static string Version { get; } =
        typeof(SegmentationLoss).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    [Fact]
    public void Each_package_comes_with_its_symbols() => Assert.Equal(
        Names.SelectMany(name => new[] { $"{name}.{Version}.nupkg", $"{name}.{Version}.snupkg" }).Order(StringComparer.Ordinal), packed.Files);

    [Theory]
    [InlineData("SegLab", "System.Numerics.Tensors 10.0.0")]
    [InlineData("SegLab.Imaging", "SegLab [{version}]")]
    [InlineData("SegLab.Training", "SegLab.Imaging [{version}]")]
    public void A_library_holds_an_assembly_with_documentation_and_depends_on_its_own_version_of_the_others(string name, string dependency)
    {
        using Package package = packed.Open(name, "nupkg"), symbols = packed.Open(name, "snupkg");
        Assert.Equal([.. everywhere, $"lib/net10.0/{name}.dll", $"lib/net10.0/{name}.xml"], package.Files);
        Assert.Equal([$"lib/net10.0/{name}.pdb"], symbols.Files);
        Assert.Equal([dependency.Replace("{version}", Version, StringComparison.Ordinal)], package.Dependencies);
        Assert.Contains("<member name=\"T:SegLab.", package.ReadText($"lib/net10.0/{name}.xml"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_tool_carries_all_it_needs_inside()
    {
        string[] own = ["SegLab", "SegLab.Cli", "SegLab.Imaging", "SegLab.Studio", "SegLab.Training"];
        string[] inside =
        [
            "DotnetToolSettings.xml", "SegLab.Cli.deps.json", "SegLab.Cli.runtimeconfig.json", "Spectre.Console.dll", "System.CommandLine.dll",
            "System.Numerics.Tensors.dll", .. own.SelectMany(name => new[] { name + ".dll", name + ".pdb" }),
        ];
        using Package package = packed.Open("SegLab.Cli", "nupkg"), symbols = packed.Open("SegLab.Cli", "snupkg");
        Assert.Equal(["LICENSE", "README.md", "THIRD-PARTY-NOTICES.txt", "icon.png", .. inside.Select(file => "tools/net10.0/any/" + file).Order(StringComparer.Ordinal)], package.Files);
        Assert.Equal(own.Select(name => $"tools/net10.0/any/{name}.pdb").Order(StringComparer.Ordinal), symbols.Files);
        Assert.Empty(package.Dependencies);
        Assert.Equal(["DotnetTool"], package.Types);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_gallery_is_told_what_it_shows(string name)
    {
        using Package package = packed.Open(name, "nupkg");
        Assert.Equal((name, Version, "MIT", "icon.png", "README.md"), (package["id"], package["version"], package["license"], package["icon"], package["readme"]));
        Assert.NotEqual("Package Description", package["description"]);
        Assert.Contains("segmentation", package["tags"], StringComparison.Ordinal);
        Assert.StartsWith("MIT License", package.ReadText("LICENSE"), StringComparison.Ordinal);

        byte[] icon = package.Read("icon.png");
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], icon[..4]);
        Assert.Equal([0, 0, 0, 128, 0, 0, 0, 128], icon[16..24]);

        // The gallery shows the page by itself: what is beside it in the repository is not there.
        string readme = package.ReadText("README.md");
        Assert.StartsWith(name == "SegLab.Cli" ? "# seglab\n" : $"# {name}\n", readme, StringComparison.Ordinal);
        Assert.All(Link().Matches(readme), link => Assert.StartsWith("https://", link.Groups["target"].Value, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_symbols_are_those_of_the_assemblies(string name)
    {
        using Package package = packed.Open(name, "nupkg"), symbols = packed.Open(name, "snupkg");
        foreach (string file in symbols.Files)
        {
            (Guid wanted, string path, bool deterministic) = package.Assembly(Path.ChangeExtension(file, ".dll"));
            (Guid held, IReadOnlyList<string> sources) = symbols.Symbols(file);
            Assert.Equal(wanted, held);
            Assert.True(deterministic, file);
            if (PackedFolder.Configuration != "Release") continue;

            // A release does not tell in which folder it was built, and so does not depend on it.
            Assert.All([path, .. sources], source => Assert.True(source.StartsWith("/_/", StringComparison.Ordinal) || !Path.IsPathRooted(source), source));
        }
    }

    public static TheoryData<string> Packages() => [.. Names];

    [GeneratedRegex(@"\]\((?<target>[^)]*)\)|(src|href)=""(?<target>[^""]*)""")]
    private static partial Regex Link();
}
