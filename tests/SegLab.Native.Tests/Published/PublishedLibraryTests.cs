using System.Text.RegularExpressions;

namespace SegLab.Native.Tests.Published;

/// <summary>The library as C and Python have it.</summary>
public sealed partial class PublishedLibraryTests(PublishedLibrary published, ITestOutputHelper output) : IClassFixture<PublishedLibrary>
{
    [Fact]
    public void A_C_program_finds_every_function_and_the_right_values()
    {
        published.SkipWhereMissing();
        Assert.Contains("all checks hold", RunC(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "C", "calls.c")), EveryFunction()), StringComparison.Ordinal);
    }

    [Fact]
    public void The_PyTorch_package_passes_its_tests()
    {
        published.SkipWhereMissing();
        SkipWithoutTorch();
        output.WriteLine(RunPython("-m", "unittest", "discover", "-v", "-s", Path.Combine(Package, "tests")));
    }

    [Theory]
    [InlineData("docs/interop.md", "c", 2)]
    [InlineData("docs/interop.md", "python", 3)]
    [InlineData("samples/pytorch/README.md", "python", 1)]
    public void The_lines_of_the_documentation_give_the_output_that_it_shows(string page, string language, int examples)
    {
        published.SkipWhereMissing();
        if (language == "python") SkipWithoutTorch();
        string text = File.ReadAllText(Path.Combine(published.Repository, page)).ReplaceLineEndings("\n");
        Match[] found = [.. Example().Matches(text).Where(match => match.Groups["language"].Value == language)];
        Assert.Equal(examples, found.Length);
        foreach (Match example in found)
        {
            string code = example.Groups["code"].Value;
            Assert.Equal(example.Groups["output"].Value, language == "c" ? RunC(code) : RunPython("-c", code));
        }
    }

    static string Python => Environment.GetEnvironmentVariable("SEGLAB_PYTHON") ?? "/usr/bin/python3";

    string Package => Path.Combine(published.Repository, "samples", "pytorch");

    static void SkipWithoutTorch() => Assert.SkipUnless(
        File.Exists(Python) && Command.Run(Python, ["-c", "import torch"]).ExitCode == 0, $"{Python} has no torch (Debian: python3-torch).");

    string RunPython(params string[] arguments)
    {
        Command.Outcome outcome = Command.Run(
            Python, arguments, ("PYTHONPATH", Package), ("PYTHONDONTWRITEBYTECODE", "1"), ("SEGLAB_LIBRARY", published.Library));
        Assert.True(outcome.ExitCode == 0, outcome.Output);
        return outcome.Output;
    }

    string RunC(params string[] sources)
    {
        string folder = Directory.CreateTempSubdirectory("seglab-c-").FullName;
        try
        {
            string program = Path.Combine(folder, "program");
            string[] files = [.. sources.Select((_, i) => Path.Combine(folder, $"{i}.c"))];
            for (int i = 0; i < files.Length; i++) File.WriteAllText(files[i], sources[i]);
            Command.Outcome compiled = Command.Run(published.Compiler!,
            [
                "-std=c99", "-Wall", "-Wextra", "-Werror", "-pthread", "-I", AppContext.BaseDirectory, .. files,
                published.Library, $"-Wl,-rpath,{published.Folder}", "-lm", "-o", program,
            ]);
            Assert.True(compiled.ExitCode == 0, compiled.Output);
            Command.Outcome outcome = Command.Run(program, []);
            Assert.True(outcome.ExitCode == 0, outcome.Output);
            return outcome.Output;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Linking it fails where the library lacks one.
    static string EveryFunction()
    {
        string header = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "seglab.h"));
        IEnumerable<string> names = Function().Matches(header).Select(match => match.Groups[1].Value).Distinct();
        return $"#include \"seglab.h\"\ntypedef void (*any)(void);\nany every[] = {{ {string.Join(", ", names.Select(name => "(any)" + name))} }};\n";
    }

    [GeneratedRegex(@"^```(?<language>c|python)\n(?<code>(?:(?!^```).)*)^```\n\n```text\n(?<output>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex(@"^\w.*?\b(seglab_\w+)\(", RegexOptions.Multiline)]
    private static partial Regex Function();
}
