using System.Text;
using SegLab.Imaging;
using SegLab.Imaging.Evaluation;

namespace SegLab.Studio.Report;

/// <summary>Writes what an evaluation found as a page that holds everything it shows.</summary>
public static class EvaluationReport
{
    /// <summary>Writes the page beside <paramref name="path"/> and then renames it, so that no half of it is ever seen.</summary>
    /// <param name="path">The HTML file; one that exists is replaced.</param>
    /// <param name="result">What the evaluation found. The masks of the worst images are read again from its files, if it has any.</param>
    /// <param name="cancellation">Stops before the file is in place.</param>
    /// <exception cref="IOException">The page cannot be written; what the file held before is intact.</exception>
    public static async Task WriteAsync(string path, EvaluationResult result, CancellationToken cancellation = default)
    {
        string page = await RenderAsync(result);
        cancellation.ThrowIfCancellationRequested();
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(page)));
    }

    /// <summary>The page as text.</summary>
    internal static async Task<string> RenderAsync(EvaluationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return await StaticRenderer.RenderAsync<EvaluationPage>(new Dictionary<string, object?> { [nameof(EvaluationPage.Result)] = result });
    }
}
