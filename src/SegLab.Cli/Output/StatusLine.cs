using System.Diagnostics;

namespace SegLab.Cli.Output;

/// <summary>The last line of a terminal, written over and over; nothing where the output is no terminal.</summary>
sealed class StatusLine
{
    const int UsualWidth = 80;

    static readonly TimeSpan interval = TimeSpan.FromMilliseconds(100);
    readonly bool terminal = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";
    long shown;
    bool visible;

    /// <summary>Whether a person may be watching.</summary>
    public bool IsLive => terminal;

    /// <summary>A bar of 20 cells, of which a share is filled.</summary>
    public static string Bar(double share)
    {
        int filled = (int)Math.Round(Math.Clamp(share, 0, 1) * 20);
        return new string('━', filled) + new string('─', 20 - filled);
    }

    /// <summary>Replaces the line, at most ten times a second.</summary>
    public void Show(string text)
    {
        if (!terminal || (visible && Stopwatch.GetElapsedTime(shown) < interval)) return;
        // A terminal that nobody has given a size says 0.
        int width = Math.Max(20, (Console.WindowWidth is > 0 and var columns ? columns : UsualWidth) - 1);
        Console.Error.Write($"\r{(text.Length > width ? text[..width] : text)}\e[K");
        (shown, visible) = (Stopwatch.GetTimestamp(), true);
    }

    /// <summary>Takes the line away.</summary>
    public void Clear()
    {
        if (!visible) return;
        Console.Error.Write("\r\e[K");
        visible = false;
    }
}
