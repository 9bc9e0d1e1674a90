using System.Text;
using SegLab.Imaging;
using SegLab.Studio.Plots;
using SegLab.Training.Studies;

namespace SegLab.Studio.Report;

/// <summary>Writes what a study found as a page that holds everything it shows.</summary>
public static class StudyReport
{
    /// <summary>Writes the page beside <paramref name="path"/> and then renames it, so that no half of it is ever seen.</summary>
    /// <param name="path">The HTML file; one that exists is replaced.</param>
    /// <param name="result">What the study found.</param>
    /// <param name="command">The command that repeats it.</param>
    /// <param name="cancellation">Stops before the file is in place.</param>
    /// <exception cref="IOException">The page cannot be written; what the file held before is intact.</exception>
    public static async Task WriteAsync(string path, StudyResult result, string command, CancellationToken cancellation = default)
    {
        string page = await RenderAsync(result, command);
        cancellation.ThrowIfCancellationRequested();
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(page)));
    }

    /// <summary>Writes the first figure as a picture, beside <paramref name="path"/> and then renamed.</summary>
    /// <param name="path">An SVG or PNG file; one that exists is replaced.</param>
    /// <param name="result">What the study found.</param>
    /// <param name="look">The picture's size and theme.</param>
    /// <param name="cancellation">Stops before the file is in place.</param>
    /// <exception cref="ArgumentException">The file's name ends otherwise.</exception>
    /// <exception cref="IOException">It cannot be written, or there is no Chromium for a PNG.</exception>
    public static Task WritePictureAsync(string path, StudyResult result, PlotLook look, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(result);
        return PictureFile.WriteAsync(path, result.Figures[0].Title, result.Setup[0], StudyPanels.Of(result.Figures[0]), look, cancellation);
    }

    /// <summary>The page as text.</summary>
    internal static Task<string> RenderAsync(StudyResult result, string command)
    {
        ArgumentNullException.ThrowIfNull(result);
        return StaticRenderer.RenderAsync<StudyPage>(new Dictionary<string, object?> { [nameof(StudyPage.Result)] = result, [nameof(StudyPage.Command)] = command });
    }
}
