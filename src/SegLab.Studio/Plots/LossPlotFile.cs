using System.Text;
using SegLab.Imaging;

namespace SegLab.Studio.Plots;

/// <summary>Writes a <see cref="LossPlot"/> as a picture or a page.</summary>
public static class LossPlotFile
{
    /// <summary>The ends of file names that are understood.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".svg", ".png", ".html"];

    /// <summary>Writes the plot beside <paramref name="path"/> and then renames it; the end of the name says what it becomes.</summary>
    /// <param name="path">An SVG, PNG or HTML file; one that exists is replaced. A PNG has two pixels for each of the plot's.</param>
    /// <param name="plot">The plot.</param>
    /// <param name="look">The size and theme of a picture; a page follows its reader's.</param>
    /// <param name="command">The command that repeats it, for the page.</param>
    /// <param name="cancellation">Stops before the file is in place.</param>
    /// <exception cref="ArgumentException">The end of the name is none of <see cref="Extensions"/>.</exception>
    /// <exception cref="IOException">The file cannot be written, or it is a PNG and the machine has no Chromium; the message says what to do.</exception>
    public static async Task WriteAsync(string path, LossPlot plot, PlotLook look, string command, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plot);
        if (Path.GetExtension(path).Equals(".html", StringComparison.OrdinalIgnoreCase))
        {
            string page = await RenderPageAsync(plot, command);
            cancellation.ThrowIfCancellationRequested();
            AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(page)));
        }
        else
        {
            await PictureFile.WriteAsync(path, plot.Title, plot.Note, [.. plot.Panels.Select(panel => panel.Chart)], look, cancellation);
        }
    }

    /// <summary>The plot as a page.</summary>
    internal static Task<string> RenderPageAsync(LossPlot plot, string command) => StaticRenderer.RenderAsync<LossPlotPage>(
        new Dictionary<string, object?> { [nameof(LossPlotPage.Plot)] = plot, [nameof(LossPlotPage.Command)] = command });
}
