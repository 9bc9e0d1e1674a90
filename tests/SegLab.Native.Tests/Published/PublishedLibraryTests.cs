using System.Text.RegularExpressions;

namespace SegLab.Native.Tests.Published;

/// <summary>The library as C and Python have it.</summary>
public sealed partial class PublishedLibraryTests(PublishedLibrary published, ITestOutputHelper output) : IClassFixture<PublishedLibrary>
{
    [Fact]
    public void A_C_program_finds_every_function_and_the_right_values()
    {
        published.SkipWhereMissing();
        string folder = Directory.CreateTempSubdirectory("seglab-c-").FullName;
        try
        {
            string program = Path.Combine(folder, "calls"), all = Path.Combine(folder, "all.c");
            File.WriteAllText(all, EveryFunction());
            Command.Outcome compiled = Command.Run(published.Compiler!,
            [
                "-std=c99", "-Wall", "-Wextra", "-Werror", "-pthread", "-I", AppContext.BaseDirectory, Path.Combine(AppContext.BaseDirectory, "C", "calls.c"), all,
                published.Library, $"-Wl,-rpath,{published.Folder}", "-lm", "-o", program,
            ]);
            Assert.True(compiled.ExitCode == 0, compiled.Output);
            Command.Outcome outcome = Command.Run(program, []);
            Assert.True(outcome.ExitCode == 0, outcome.Output);
            Assert.Contains("all checks hold", outcome.Output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void The_PyTorch_package_passes_its_tests()
    {
        published.SkipWhereMissing();
        string python = Environment.GetEnvironmentVariable("SEGLAB_PYTHON") ?? "/usr/bin/python3";
        Assert.SkipUnless(File.Exists(python) && Command.Run(python, ["-c", "import torch"]).ExitCode == 0, $"{python} has no torch (Debian: python3-torch).");
        string package = Path.Combine(published.Repository, "samples", "pytorch");
        Command.Outcome outcome = Command.Run(python, ["-m", "unittest", "discover", "-v", "-s", Path.Combine(package, "tests")],
            ("PYTHONPATH", package), ("PYTHONDONTWRITEBYTECODE", "1"), ("SEGLAB_LIBRARY", published.Library));
        output.WriteLine(outcome.Output);
        Assert.True(outcome.ExitCode == 0, outcome.Output);
    }

    // Linking it fails where the library lacks one.
    static string EveryFunction()
    {
        string header = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "seglab.h"));
        IEnumerable<string> names = Function().Matches(header).Select(match => match.Groups[1].Value).Distinct();
        return $"#include \"seglab.h\"\ntypedef void (*any)(void);\nany every[] = {{ {string.Join(", ", names.Select(name => "(any)" + name))} }};\n";
    }

    [GeneratedRegex(@"^\w.*?\b(seglab_\w+)\(", RegexOptions.Multiline)]
    private static partial Regex Function();
}
