using System.Diagnostics;
using System.Globalization;

namespace SegLab.Bench;

/// <summary>A PyTorch process that does a training step each time it is asked.</summary>
sealed class TorchStep : IDisposable
{
    readonly Process process;

    TorchStep(Process process, string version) => (this.process, Version) = (process, version);

    /// <summary>The version of PyTorch.</summary>
    public string Version { get; }

    /// <summary>Starts it; null where there is no Python with torch.</summary>
    public static TorchStep? Start(string arguments)
    {
        string script = Path.Combine("bench", "pytorch", "training_step.py");
        if (!File.Exists("/usr/bin/python3") || !File.Exists(script)) return null;
        var process = Process.Start(new ProcessStartInfo("/usr/bin/python3", $"{script} {arguments}")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        string? version = process.StandardOutput.ReadLine();
        return version is null ? null : new TorchStep(process, version);
    }

    /// <summary>Milliseconds of one step.</summary>
    public double Run()
    {
        process.StandardInput.WriteLine();
        string? line = process.StandardOutput.ReadLine();
        return line is null
            ? throw new InvalidOperationException($"PyTorch ended: {process.StandardError.ReadToEnd()}")
            : double.Parse(line, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}
