using System.Text.RegularExpressions;
using SegLab.Native.Tests.Published;

namespace SegLab.Cli.Tests.Packages;

/// <summary>The packages as their users have them.</summary>
[Collection(nameof(PackedFolder))]
public sealed partial class InstallationTests(PackedFolder packed)
{
    [Fact]
    public void The_tool_is_installed_from_the_folder_and_runs()
    {
        packed.DotNet("tool", "install", "SegLab.Cli", "--tool-path", packed["tools"], "--configfile", packed["nuget.config"]);
        string seglab = packed[Path.Combine("tools", OperatingSystem.IsWindows() ? "seglab.exe" : "seglab")];
        Command.Outcome version = Command.Run(seglab, ["--version"]), losses = Command.Run(seglab, ["losses", "dice"]), mistake = Command.Run(seglab, ["loses"]);
        Assert.Equal((0, 0, 2), (version.ExitCode, losses.ExitCode, mistake.ExitCode));
        Assert.Equal(PackageTests.Version, version.Output.Split('+')[0].Trim());
        Assert.Contains("1 - (2 I + s) / (P + Y + s)", losses.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_examples_of_the_libraries_give_the_output_that_their_pages_show()
    {
        string[] libraries = [.. PackageTests.Names.Where(name => name != "SegLab.Cli")];
        string project = packed["examples"], calls = "", output = "";
        Directory.CreateDirectory(project);
        foreach (string name in libraries)
        {
            using Package package = packed.Open(name, "nupkg");
            Match example = Example().Match(package.ReadText("README.md"));
            string type = name.Replace(".", "", StringComparison.Ordinal) + "Example";
            File.WriteAllText(Path.Combine(project, type + ".cs"),
                $"{example.Groups["usings"].Value}static class {type} {{ public static void Run() {{\n{example.Groups["code"].Value}}} }}");
            calls += $"{type}.Run();\n";
            output += example.Groups["output"].Value;
        }

        File.WriteAllText(Path.Combine(project, "Program.cs"), calls);
        File.WriteAllText(Path.Combine(project, "Examples.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="SegLab.Training" Version="{PackageTests.Version}" />
              </ItemGroup>
            </Project>
            """);
        packed.DotNet("build", project, "-nodeReuse:false", "-p:UseSharedCompilation=false", $"-p:RestoreConfigFile={packed["nuget.config"]}", "-o", packed["built"]);
        Assert.Equal(output, packed.DotNet(Path.Combine(packed["built"], "Examples.dll")).ReplaceLineEndings("\n"));
    }

    [GeneratedRegex("```csharp\n(?<usings>(using [^\n]*;\n)+)(?<code>.*?)```\n+```text\n(?<output>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
