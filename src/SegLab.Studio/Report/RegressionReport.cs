using System.Text;
using SegLab.Imaging;

namespace SegLab.Studio.Report;

/// <summary>Writes what the simulation of box regression found as a page that holds everything it shows.</summary>
public static class RegressionReport
{
    /// <summary>Writes the page beside <paramref name="path"/> and then renames it, so that no half of it is ever seen.</summary>
    /// <param name="path">The HTML file; one that exists is replaced.</param>
    /// <param name="findings">What was found.</param>
    /// <exception cref="IOException">The page cannot be written; what the file held before is intact.</exception>
    public static async Task WriteAsync(string path, RegressionFindings findings)
    {
        string page = await RenderAsync(findings);
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(page)));
    }

    /// <summary>The page as text.</summary>
    internal static async Task<string> RenderAsync(RegressionFindings findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        return await StaticRenderer.RenderAsync<RegressionPage>(new Dictionary<string, object?> { [nameof(RegressionPage.Findings)] = findings });
    }
}
