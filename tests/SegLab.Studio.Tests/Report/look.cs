using SegLab.Studio.Report;
using SegLab.Studio.Tests.Samples;
namespace SegLab.Studio.Tests.Report;
public sealed class Look
{
    [Fact]
    public async Task Write()
    {
        await ComparisonReport.WriteAsync("/tmp/report.html", new SampleComparison().Build(), [], default);
        await ComparisonReport.WriteAsync("/tmp/report-big.html", (SampleComparison.Of(16, 150) with { Absent = [3, 149], Seeds = 1 }).Build(), [], default);
        await ComparisonReport.WriteAsync("/tmp/report-one.html", (SampleComparison.Of(1, 2) with { Epochs = 1, Seeds = 1 }).Build(), [], default);
    }
}
