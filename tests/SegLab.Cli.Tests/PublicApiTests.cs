using System.Reflection;
using PublicApiGenerator;

namespace SegLab.Cli.Tests;

/// <summary>The public surface of each library stands in a checked file, so that a change to it is seen in review.</summary>
public sealed class PublicApiTests
{
    [Theory]
    [InlineData("SegLab")]
    [InlineData("SegLab.Imaging")]
    [InlineData("SegLab.Training")]
    [InlineData("SegLab.Studio")]
    public void The_public_surface_is_the_one_in_the_file(string assembly)
    {
        var options = new ApiGeneratorOptions { IncludeAssemblyAttributes = false };
        string actual = Assembly.Load(assembly).GeneratePublicApi(options).ReplaceLineEndings("\n").Trim();
        string path = Path.Combine(AppContext.BaseDirectory, "PublicApi", assembly + ".txt");
        string expected = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n").Trim() : "";
        if (actual == expected) return;
        string received = Path.ChangeExtension(path, ".received.txt");
        Directory.CreateDirectory(Path.GetDirectoryName(received)!);
        File.WriteAllText(received, actual + "\n");
        Assert.Fail($"The public surface of {assembly} has changed. If that is meant, copy {received} over tests/SegLab.Cli.Tests/PublicApi/{assembly}.txt.");
    }
}
