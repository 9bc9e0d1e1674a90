using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SegLab.Bench;

/// <summary>A Python process with PyTorch that runs a script of <c>bench/pytorch</c> and answers each line with a line.</summary>
sealed class TorchProcess : IDisposable
{
    readonly Process process;

    TorchProcess(Process process, string version) => (this.process, Version) = (process, version);

    /// <summary>The version of PyTorch, which is the first line that a script writes.</summary>
    public string Version { get; }

    /// <summary>
    /// Starts a script with <c>/usr/bin/python3</c>, or the Python that the environment variable <c>SEGLAB_PYTHON</c> names; null where
    /// it has no torch.
    /// </summary>
    public static TorchProcess? Start(string script, string arguments)
    {
        string python = Environment.GetEnvironmentVariable("SEGLAB_PYTHON") ?? "/usr/bin/python3";
        if (!File.Exists(python) || Find(script) is not { } path) return null;
        var process = Process.Start(KeptMemory.In(new ProcessStartInfo(python, $"\"{path}\" {arguments}")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        }))!;
        string? version = process.StandardOutput.ReadLine();
        return version is null ? null : new TorchProcess(process, version);
    }

    /// <summary>Lets all threads come to rest, says a line, and waits for the answer.</summary>
    public string Ask(string line)
    {
        // The threads of whoever went before may still be spinning for work.
        Thread.Sleep(20);
        process.StandardInput.WriteLine(line);
        return process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("PyTorch ended; its last words are above.");
    }

    /// <summary>Says a line that ends in the names of files with some numbers.</summary>
    public void AskWithFiles(string line, params float[][] arrays)
    {
        string folder = Directory.CreateTempSubdirectory("seglab-bench").FullName;
        foreach (float[] numbers in arrays)
        {
            string file = Path.Combine(folder, $"{Directory.GetFiles(folder).Length}");
            File.WriteAllBytes(file, MemoryMarshal.AsBytes<float>(numbers));
            line += $"\t{file}";
        }

        Ask(line);
        Directory.Delete(folder, recursive: true);
    }

    static string? Find(string script)
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            string path = Path.Combine(folder, "bench", "pytorch", script);
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
