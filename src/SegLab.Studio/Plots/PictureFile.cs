using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using SegLab.Imaging;
using SegLab.Studio.Charts;

namespace SegLab.Studio.Plots;

/// <summary>Writes charts as a picture by itself: SVG, or PNG where the machine has a Chromium.</summary>
static partial class PictureFile
{
    // Sharp on screens of twice the density, and in print.
    const int PngScale = 2;

    /// <summary>Writes the picture beside <paramref name="path"/> and then renames it.</summary>
    /// <param name="path">A file whose name ends in .svg or .png; one that exists is replaced.</param>
    /// <param name="title">What the charts show.</param>
    /// <param name="note">What one has to know to read them.</param>
    /// <param name="panels">The charts.</param>
    /// <param name="look">Size and theme.</param>
    /// <param name="cancellation">Stops before the file is in place.</param>
    /// <exception cref="ArgumentException">The name ends otherwise.</exception>
    /// <exception cref="IOException">It cannot be written, or there is no Chromium for a PNG.</exception>
    public static async Task WriteAsync(
        string path, string title, string note, IReadOnlyList<ChartPanel> panels, PlotLook look, CancellationToken cancellation)
    {
        string svg = await RenderAsync(title, note, panels, look);
        byte[] content = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".svg" => Encoding.UTF8.GetBytes(svg),
            ".png" => await DrawAsync(svg, cancellation),
            var other => throw new ArgumentException($"A picture is written as .svg or .png, not as '{other}'."),
        };
        cancellation.ThrowIfCancellationRequested();
        AtomicFile.Write(path, stream => stream.Write(content));
    }

    /// <summary>The charts as an SVG that carries its own style.</summary>
    public static async Task<string> RenderAsync(string title, string note, IReadOnlyList<ChartPanel> panels, PlotLook look)
    {
        const int Margin = PlotLook.Margin;
        string drawing = (await StaticRenderer.RenderAsync<PanelFigure>(new Dictionary<string, object?>
        {
            [nameof(PanelFigure.Title)] = title,
            [nameof(PanelFigure.Note)] = note,
            [nameof(PanelFigure.Panels)] = panels,
            [nameof(PanelFigure.Width)] = (double)(look.Width - 2 * Margin),
            [nameof(PanelFigure.Height)] = (double?)(look.Height - 2 * Margin),
        })).Trim();
        (double width, double height) = SizeOf(drawing);
        (width, height) = (width + 2 * Margin, Math.Ceiling(height + 2 * Margin));
        string inner = drawing[(drawing.IndexOf('>', StringComparison.Ordinal) + 1)..], size = $"width=\"{Svg.Number(width)}\" height=\"{Svg.Number(height)}\"";
        return $"""
            <svg class="chart" xmlns="http://www.w3.org/2000/svg" role="img" {size} viewBox="{-Margin} {-Margin} {Svg.Number(width)} {Svg.Number(height)}">
            <style>
            {SvgStyle.Read(look.Dark)}</style>
            <rect x="{-Margin}" y="{-Margin}" {size} fill="{SvgStyle.Paper(look.Dark)}"/>
            {inner}

            """;
    }

    static async Task<byte[]> DrawAsync(string svg, CancellationToken cancellation)
    {
        string browser = HeadlessBrowser.Find()
            ?? throw new IOException("A PNG is drawn by Chromium or Chrome, and there is none on this machine: install one, set CHROME_PATH to it, or write an .svg.");
        (double width, double height) = SizeOf(svg);
        return await HeadlessBrowser.DrawAsync(browser, svg, (int)width, (int)height, PngScale, cancellation);
    }

    static (double Width, double Height) SizeOf(string svg)
    {
        Match size = Size().Match(svg);
        return (Number(1), Number(2));

        double Number(int group) => double.Parse(size.Groups[group].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("""width="([\d.]+)" height="([\d.]+)" """)]
    private static partial Regex Size();
}
