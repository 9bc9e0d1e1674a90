using System.ComponentModel;
using System.Diagnostics;

namespace SegLab.Studio.Plots;

/// <summary>A Chromium that draws without a window, where the machine has one.</summary>
static class HeadlessBrowser
{
    static readonly string[] names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "chrome.exe", "msedge.exe"];
    static readonly TimeSpan patience = TimeSpan.FromMinutes(1);

    /// <summary>The program: what <c>CHROME_PATH</c> names, or the first of the usual names on the search path; null when there is none.</summary>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable("CHROME_PATH") is { Length: > 0 } given) return File.Exists(given) ? given : null;
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.SelectMany(folder => names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }

    /// <summary>Draws an SVG as PNG.</summary>
    /// <param name="program">The browser.</param>
    /// <param name="svg">The drawing.</param>
    /// <param name="width">Its width in pixels.</param>
    /// <param name="height">Its height in pixels.</param>
    /// <param name="scale">Pixels of the PNG for one of the drawing.</param>
    /// <param name="cancellation">Ends the browser.</param>
    /// <exception cref="IOException">The browser does not start, or makes no picture.</exception>
    public static async Task<byte[]> DrawAsync(string program, string svg, int width, int height, int scale, CancellationToken cancellation)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("seglab-plot-");
        try
        {
            string drawing = Path.Combine(folder.FullName, "plot.svg"), picture = Path.Combine(folder.FullName, "plot.png");
            await File.WriteAllTextAsync(drawing, svg, cancellation);
            // What it opens is our own drawing, and its sandbox does not start in many containers.
            string error = await RunAsync(program,
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", $"--user-data-dir={Path.Combine(folder.FullName, "profile")}",
                $"--force-device-scale-factor={scale}", $"--window-size={width},{height}", $"--screenshot={picture}", new Uri(drawing).AbsoluteUri,
            ], cancellation);
            return File.Exists(picture) ? await File.ReadAllBytesAsync(picture, cancellation) : throw new IOException($"'{program}' made no picture: {error}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static async Task<string> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Start(start);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        try
        {
            Task<string> error = process.StandardError.ReadToEndAsync(limit.Token), output = process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            await output;
            return (await error).Trim().Split('\n')[^1];
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            cancellation.ThrowIfCancellationRequested();
            throw new IOException($"'{program}' drew nothing within {patience.TotalSeconds:F0} s.");
        }
    }

    static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception failure)
        {
            throw new IOException($"'{start.FileName}' does not start: {failure.Message}", failure);
        }
    }
}
