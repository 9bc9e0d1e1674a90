using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using SegLab.Imaging;
using SegLab.Studio.Charts;

namespace SegLab.Studio.Plots;

/// <summary>Writes a <see cref="LossPlot"/> as a picture or a page.</summary>
public static partial class LossPlotFile
{
    /// <summary>The ends of file names that are understood.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".svg", ".png", ".html"];

    // Sharp on screens of twice the density, and in print.
    const int PngScale = 2;

    /// <summary>Writes the plot beside <paramref name="path"/> and then renames it; the end of the name says what it becomes.</summary>
    /// <param name="path">An SVG, PNG or HTML file; one that exists is replaced. A PNG has two pixels for each of the plot's.</param>
    /// <param name="plot">The plot.</param>
    /// <param name="look">Its size and theme.</param>
    /// <param name="command">The command that repeats it, for the page.</param>
    /// <param name="cancellation">Stops before the file is in place.</param>
    /// <exception cref="ArgumentException">The end of the name is none of <see cref="Extensions"/>.</exception>
    /// <exception cref="IOException">The file cannot be written, or it is a PNG and the machine has no Chromium; the message says what to do.</exception>
    public static async Task WriteAsync(string path, LossPlot plot, PlotLook look, string command, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(look);
        byte[] content = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".svg" => Encoding.UTF8.GetBytes(await RenderSvgAsync(plot, look)),
            ".html" => Encoding.UTF8.GetBytes(await RenderPageAsync(plot, command)),
            ".png" => await DrawPngAsync(plot, look, cancellation),
            var other => throw new ArgumentException($"A plot is written as {string.Join(", ", Extensions)}, not as '{other}'."),
        };
        cancellation.ThrowIfCancellationRequested();
        AtomicFile.Write(path, stream => stream.Write(content));
    }

    /// <summary>The plot as a drawing by itself.</summary>
    internal static async Task<string> RenderSvgAsync(LossPlot plot, PlotLook look)
    {
        string drawing = (await StaticRenderer.RenderAsync<PanelFigure>(new Dictionary<string, object?>
        {
            [nameof(PanelFigure.Title)] = plot.Title,
            [nameof(PanelFigure.Note)] = plot.Note,
            [nameof(PanelFigure.Panels)] = plot.Panels.Select(panel => panel.Chart).ToArray(),
            [nameof(PanelFigure.Width)] = (double)(look.Width - 2 * PlotLook.Margin),
            [nameof(PanelFigure.Height)] = (double?)(look.Height - 2 * PlotLook.Margin),
        })).Trim();
        (double width, double height) = SizeOf(drawing);
        (width, height) = (width + 2 * PlotLook.Margin, height + 2 * PlotLook.Margin);
        string inner = drawing[(drawing.IndexOf('>', StringComparison.Ordinal) + 1)..];
        string size = string.Create(CultureInfo.InvariantCulture, $"width=\"{width}\" height=\"{height}\"");
        return string.Create(CultureInfo.InvariantCulture,
            $"""
            <svg class="chart" xmlns="http://www.w3.org/2000/svg" role="img" {size} viewBox="{-PlotLook.Margin} {-PlotLook.Margin} {width} {height}">
            <style>
            {SvgStyle.Read(look.Dark)}</style>
            <rect x="{-PlotLook.Margin}" y="{-PlotLook.Margin}" {size} fill="{SvgStyle.Paper(look.Dark)}"/>
            {inner}

            """);
    }

    /// <summary>The plot as a page.</summary>
    internal static Task<string> RenderPageAsync(LossPlot plot, string command) => StaticRenderer.RenderAsync<LossPlotPage>(
        new Dictionary<string, object?> { [nameof(LossPlotPage.Plot)] = plot, [nameof(LossPlotPage.Command)] = command });

    static async Task<byte[]> DrawPngAsync(LossPlot plot, PlotLook look, CancellationToken cancellation)
    {
        string browser = HeadlessBrowser.Find()
            ?? throw new IOException("A PNG is drawn by Chromium or Chrome, and there is none on this machine: install one, set CHROME_PATH to it, or write an .svg.");
        string svg = await RenderSvgAsync(plot, look);
        (double width, double height) = SizeOf(svg);
        return await HeadlessBrowser.DrawAsync(browser, svg, (int)width, (int)Math.Ceiling(height), PngScale, cancellation);
    }

    static (double Width, double Height) SizeOf(string svg)
    {
        Match size = Size().Match(svg);
        return (double.Parse(size.Groups[1].Value, CultureInfo.InvariantCulture), double.Parse(size.Groups[2].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex("""width="([\d.]+)" height="([\d.]+)" """)]
    private static partial Regex Size();
}
