using System.Collections;
using System.Diagnostics;

namespace SegLab.Native.Tests.Published;

/// <summary>A program that is run to its end.</summary>
static class Command
{
    static readonly TimeSpan patience = TimeSpan.FromMinutes(5);

    public sealed record Outcome(int ExitCode, string Output);

    /// <summary>The file that a name means on this machine; null where there is none.</summary>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>Runs a program with further environment variables, and returns what it wrote to both outputs.</summary>
    public static Outcome Run(string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        // A test host has variables that tell a build started inside it the wrong things.
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            if (((string)variable.Key).StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)) start.Environment.Remove((string)variable.Key);
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        if (process.WaitForExit(patience)) return new(process.ExitCode, output.Result + error.Result);
        process.Kill(entireProcessTree: true);
        throw new TimeoutException($"{program} did not end in {patience}.");
    }
}
