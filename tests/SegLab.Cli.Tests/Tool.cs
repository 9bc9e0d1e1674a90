using System.Diagnostics;

namespace SegLab.Cli.Tests;

/// <summary>The tool as its user has it: a process with arguments, output and an exit code.</summary>
static class Tool
{
    static readonly TimeSpan patience = TimeSpan.FromMinutes(3);

    public sealed record Outcome(int ExitCode, string Output, string Error);

    public static Outcome Run(params string[] arguments) => Finish(Start(arguments));

    /// <summary>Runs it where files that it needs for a time go to another folder.</summary>
    public static Outcome RunWithTemporaryFolder(string folder, params string[] arguments)
    {
        ProcessStartInfo start = Info(arguments);
        foreach (string variable in new[] { "TMPDIR", "TMP", "TEMP" }) start.Environment[variable] = folder;
        return Finish(Process.Start(start)!);
    }

    public static Process Start(params string[] arguments) => Process.Start(Info(arguments))!;

    static Outcome Finish(Process running)
    {
        using Process process = running;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"seglab {string.Join(' ', process.StartInfo.ArgumentList)} did not end in {patience}.");
        }

        return new Outcome(process.ExitCode, output.Result, error.Result);
    }

    static ProcessStartInfo Info(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "SegLab.Cli.dll"));
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        return start;
    }
}
