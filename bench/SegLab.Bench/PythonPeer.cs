using System.Diagnostics;
using System.Globalization;

namespace SegLab.Bench;

/// <summary>
/// A Python process that does the same work each time it is asked: it prints a version, then a line of milliseconds for each line it reads.
/// </summary>
sealed class PythonPeer : IDisposable
{
    readonly Process process;

    PythonPeer(Process process, string version) => (this.process, Version) = (process, version);

    /// <summary>What the process says it runs.</summary>
    public string Version { get; }

    /// <summary>Starts a script of the folder bench; null where there is no Python, or it lacks what the script imports.</summary>
    public static PythonPeer? Start(string script, string arguments)
    {
        if (!File.Exists("/usr/bin/python3") || Find(script) is not { } path) return null;
        var process = Process.Start(KeptMemory.In(new ProcessStartInfo("/usr/bin/python3", $"\"{path}\" {arguments}")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }))!;
        string? version = process.StandardOutput.ReadLine();
        return version is null ? null : new PythonPeer(process, version);
    }

    /// <summary>Milliseconds of one run.</summary>
    public double Run()
    {
        process.StandardInput.WriteLine();
        string? line = process.StandardOutput.ReadLine();
        return line is null
            ? throw new InvalidOperationException($"Python ended: {process.StandardError.ReadToEnd()}")
            : double.Parse(line, CultureInfo.InvariantCulture);
    }

    static string? Find(string script)
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            string path = Path.Combine(folder, "bench", script);
            if (File.Exists(path)) return path;
        }

        return null;
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}
