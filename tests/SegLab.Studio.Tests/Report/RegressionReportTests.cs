using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using SegLab.Boxes;
using SegLab.Studio.Report;

namespace SegLab.Studio.Tests.Report;

public sealed class RegressionReportTests
{
    static readonly BoxLoss[] losses = [new GeneralizedIoULoss(), new DistanceIoULoss()];

    static readonly RegressionResult[] results =
    [
        .. losses.Select(loss => BoxRegression.Simulate(loss, new RegressionSettings { Centers = RegressionProtocol.Centers(16) })),
        .. losses.Select(loss => BoxRegression.Simulate(loss, new RegressionSettings { Centers = RegressionProtocol.Centers(16), Mode = RegressionMode.Published })),
    ];

    static RegressionFindings Findings => new(
        results,
        [.. RegressionClaims.OfPairs(), .. RegressionClaims.Of(results)],
        [.. BoxJourney.Starts.Select(journey => new BoxJourney(journey.Name, journey.Target, [.. losses.Select(loss => (loss.ToString(), BoxRegression.Follow(loss, journey.Start, journey.Target)))]))],
        Seconds: 2.5);

    [Fact]
    public async Task Every_claim_stands_with_its_verdict_and_its_figures()
    {
        string text = WebUtility.HtmlDecode(await RegressionReport.RenderAsync(Findings));
        Assert.All(Findings.Claims, claim => Assert.Contains(claim.Evidence, text, StringComparison.Ordinal));
        Assert.Contains("DIoU converges faster than GIoU: ", Regex.Match(text, "<h1>.*?</h1>").Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task There_is_a_curve_of_200_steps_for_each_run_for_pages_and_phones()
    {
        XElement[] curves = [.. Rendering.Drawings(await RegressionReport.RenderAsync(Findings)).SelectMany(drawing => drawing.OfClass("series"))];
        Assert.Equal(2 * results.Length, curves.Length);
        Assert.All(curves, curve => Assert.Equal(RegressionProtocol.Steps + 1, curve.OfClass("line").Single().Points().Length));
    }

    [Fact]
    public async Task There_is_a_map_of_each_run_and_boxes_on_their_way_from_each_start()
    {
        string[] titles = [.. Rendering.Drawings(await RegressionReport.RenderAsync(Findings)).Select(drawing => drawing.Element(Rendering.Svg + "title")!.Value)];
        Assert.Equal(results.Length, titles.Count(title => title.StartsWith("Final errors by anchor position", StringComparison.Ordinal)));
        foreach (string start in new[] { "Overlapping", "Nested", "Distant" })
            Assert.Equal(losses.Length, titles.Count(title => title.StartsWith($"{start} boxes under", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_page_needs_nothing_but_itself()
    {
        string page = await RegressionReport.RenderAsync(Findings);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
    }
}
