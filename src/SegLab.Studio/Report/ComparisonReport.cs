using System.Text;
using SegLab.Imaging;
using SegLab.Training.Comparison;

namespace SegLab.Studio.Report;

/// <summary>Writes what a comparison of losses found as a page that holds everything it shows.</summary>
public static class ComparisonReport
{
    /// <summary>Writes the page beside <paramref name="path"/> and then renames it, so that no half of it is ever seen.</summary>
    /// <param name="path">The HTML file; one that exists is replaced.</param>
    /// <param name="result">What the comparison found.</param>
    /// <param name="images">Validation images to show, possibly none.</param>
    /// <param name="cancellation">Stops before the file is in place.</param>
    /// <exception cref="ArgumentException">The figures or images do not fit together: the message names which.</exception>
    public static async Task WriteAsync(
        string path, ComparisonResult result, IReadOnlyList<ReportImage> images, CancellationToken cancellation = default)
    {
        string page = await RenderAsync(result, images);
        cancellation.ThrowIfCancellationRequested();
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(page)));
    }

    /// <summary>The page as text.</summary>
    internal static async Task<string> RenderAsync(ComparisonResult result, IReadOnlyList<ReportImage> images)
    {
        ReportInput.Check(result, images);
        return await StaticRenderer.RenderAsync<ReportPage>(new Dictionary<string, object?>
        {
            [nameof(ReportPage.Result)] = result,
            [nameof(ReportPage.Images)] = images,
        });
    }
}
