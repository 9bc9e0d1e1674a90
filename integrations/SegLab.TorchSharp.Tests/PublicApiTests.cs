using PublicApiGenerator;

namespace SegLab.TorchSharp.Tests;

/// <summary>The public surface stands in a checked file, so that a change to it is seen in review.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void The_public_surface_is_the_one_in_the_file()
    {
        string actual = typeof(SegLabLoss).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }).ReplaceLineEndings("\n").Trim();
        string path = Path.Combine(AppContext.BaseDirectory, "PublicApi", "SegLab.TorchSharp.txt");
        string expected = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n").Trim() : "";
        if (actual == expected) return;
        string received = Path.ChangeExtension(path, ".received.txt");
        Directory.CreateDirectory(Path.GetDirectoryName(received)!);
        File.WriteAllText(received, actual + "\n");
        Assert.Fail($"The public surface has changed. If that is meant, copy {received} over integrations/SegLab.TorchSharp.Tests/PublicApi/SegLab.TorchSharp.txt.");
    }
}
