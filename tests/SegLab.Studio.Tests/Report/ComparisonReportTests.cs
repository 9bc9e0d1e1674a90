using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using SegLab.Studio.Report;
using SegLab.Studio.Tests.Samples;
using SegLab.Training.Comparison;

namespace SegLab.Studio.Tests.Report;

public sealed partial class ComparisonReportTests
{
    [Fact]
    public async Task The_advice_is_the_headline()
    {
        ComparisonResult result = new SampleComparison().Build();
        string page = await Render(result);
        Assert.Equal(result.Advice, Text(Element(page, "h1")));
    }

    [Fact]
    public async Task The_ranking_stands_in_order_with_its_leads()
    {
        ComparisonResult result = new SampleComparison().Build();
        string table = Element(await Render(result), "table");
        string[] rows = [.. Row().Matches(table).Skip(1).Select(match => Text(match.Value))];
        Assert.Equal(result.Ranking.Count, rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            LossResult loss = result.Ranking[i];
            Assert.Contains($"{i + 1} {loss.Loss}", rows[i]);
            Assert.Contains($"{loss.MeanIoU:0.000}", rows[i]);
            Assert.Contains($"{loss.MeanIoULow:0.000} to {loss.MeanIoUHigh:0.000}", rows[i]);
            if (loss.Lead is { } lead) Assert.Contains(lead.Significant ? "+0.021 significant" : "+0.021 not significant", rows[i]);
        }
    }

    [Fact]
    public async Task Every_loss_has_its_curves_with_a_point_an_epoch()
    {
        ComparisonResult result = new SampleComparison { Epochs = 7, Seeds = 3 }.Build();
        XElement[] drawings = [.. Rendering.Drawings(await Render(result))];
        foreach (LossResult loss in result.Ranking)
        {
            XElement[] curves = [.. drawings.SelectMany(d => d.OfClass("series")).Where(g => g.OfClass("line").Any() && Title(g) == loss.Loss)];
            Assert.Equal(3, curves.Length); // validation mean IoU for page and phone, and training loss
            Assert.All(curves, curve => Assert.Equal(7, curve.OfClass("line").Single().Points().Length));
            Assert.All(curves, curve => Assert.Equal(3, curve.OfClass("trace").Count()));
        }
    }

    [Fact]
    public async Task What_users_wrote_is_text_and_never_markup()
    {
        const string Hostile = "<script>alert(1)</script>&\"'";
        SampleComparison sample = SampleComparison.Of(2, 3) with { Losses = ["ce" + Hostile, "dice"], Classes = [Hostile, "b", "c"] };
        ComparisonResult built = sample.Build();
        ComparisonResult result = built with { Command = Hostile, Machine = Hostile, Dataset = built.Dataset with { Name = Hostile } };
        string page = await Render(result, SampleScene.Build(Hostile, 2));
        Assert.DoesNotContain("<script", page);
        Assert.Contains(WebUtility.HtmlEncode("<script>alert(1)</script>"), page);
        Assert.Contains(Hostile, Text(Element(page, "pre")));
        Assert.NotEmpty(Rendering.Drawings(page));
    }

    [Fact]
    public async Task The_page_asks_nobody_for_anything()
    {
        string page = await Render(new SampleComparison().Build(), SampleScene.Build("a", 8));
        Assert.DoesNotMatch("https?://", page.Replace("http://www.w3.org/2000/svg", ""));
        Assert.DoesNotContain("@import", page);
        Assert.All(Source().Matches(page), match => Assert.Matches("^(data:image/png;base64,|#)", match.Groups[1].Value));
        Assert.DoesNotContain("<link", page);
    }

    [Fact]
    public async Task Links_lead_to_parts_of_the_page()
    {
        string page = await Render(new SampleComparison().Build(), SampleScene.Build("a", 8));
        string[] targets = [.. Source().Matches(page).Select(match => match.Groups[1].Value).Where(target => target.StartsWith('#')).Distinct()];
        Assert.Contains("#images", targets);
        Assert.All(targets, target => Assert.Single(Regex.Matches(page, $"id=\"{Regex.Escape(target[1..])}\"")));
    }

    [Fact]
    public async Task The_set_up_and_the_command_that_repeats_it_are_told()
    {
        ComparisonResult result = new SampleComparison().Build();
        string page = await Render(result);
        Assert.Equal(result.Command, Text(Element(page, "pre")));
        Assert.DoesNotContain('@', Text(page));
        string facts = Text(page[page.IndexOf("id=\"setup\"", StringComparison.Ordinal)..]);
        Assert.All(new[] { "data/road", "AMD EPYC", "128 × 128", "0.001", "1.84", "2025-03-14 15:09 UTC", "0.1.0" }, fact => Assert.Contains(fact, facts));
    }

    [Theory]
    [InlineData(1, 2, 1, 1)]
    [InlineData(2, 2, 1, 2)]
    [InlineData(3, 40, 2, 1)]
    [InlineData(16, 150, 30, 3)]
    public async Task Few_or_many_losses_classes_epochs_and_seeds_make_a_sound_page(int losses, int classes, int epochs, int seeds)
    {
        ComparisonResult result = (SampleComparison.Of(losses, classes) with { Epochs = epochs, Seeds = seeds, Absent = [1] }).Build();
        string page = await Render(result);
        IReadOnlyList<XElement> drawings = Rendering.Drawings(page);
        Assert.NotEmpty(drawings);
        Assert.All(drawings, drawing => Assert.False(string.IsNullOrWhiteSpace(Title(drawing))));
        AssertCoordinatesAreNumbers(drawings);
        Assert.All(result.Dataset.ClassNames, name => Assert.Contains(name, page));
        Assert.Equal(losses > 1, page.Contains("Lead over next"));
        Assert.DoesNotContain("id=\"images\"", page);
    }

    [Fact]
    public async Task Figures_that_do_not_exist_are_dashes_and_do_not_break_a_drawing()
    {
        ComparisonResult result = SampleComparison.Of(2, 3).Build();
        LossResult[] ranking = [.. result.Ranking.Select(loss => loss with
        {
            MeanIoU = double.NaN, MeanIoULow = double.NaN, MeanIoUHigh = double.NaN, RareMeanIoU = null, ClassIoU = [null, double.NaN, 0.5],
            Runs = [.. loss.Runs.Select(run => run with { Epochs = [new EpochResult(1, double.NaN, null, null, 1), new EpochResult(2, double.PositiveInfinity, null, null, 1)] })],
        })];
        string page = await Render(result with { Ranking = ranking });
        AssertCoordinatesAreNumbers(Rendering.Drawings(page));
        Assert.DoesNotContain("NaN", Text(page));
        Assert.DoesNotContain("Mean IoU on the validation images after each epoch", page);
    }

    [Fact]
    public async Task It_is_written_in_place_of_an_older_one_and_leaves_nothing_beside()
    {
        string folder = Directory.CreateTempSubdirectory("seglab-report-").FullName;
        try
        {
            string path = Path.Combine(folder, "report.html");
            await File.WriteAllTextAsync(path, "old");
            await ComparisonReport.WriteAsync(path, new SampleComparison().Build(), []);
            Assert.StartsWith("<!DOCTYPE html>", await File.ReadAllTextAsync(path));
            Assert.Equal([path], Directory.GetFiles(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_cancelled_one_leaves_the_older_in_place()
    {
        string folder = Directory.CreateTempSubdirectory("seglab-report-").FullName;
        try
        {
            string path = Path.Combine(folder, "report.html");
            await File.WriteAllTextAsync(path, "old");
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
                ComparisonReport.WriteAsync(path, new SampleComparison().Build(), [], new CancellationToken(canceled: true)));
            Assert.Equal("old", await File.ReadAllTextAsync(path));
            Assert.Equal([path], Directory.GetFiles(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static Task<string> Render(ComparisonResult result, params ReportImage[] images) => ComparisonReport.RenderAsync(result, images);

    static void AssertCoordinatesAreNumbers(IEnumerable<XElement> drawings)
    {
        string[] names = ["x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height", "d", "viewBox"];
        foreach (XAttribute attribute in drawings.SelectMany(d => d.DescendantsAndSelf()).Attributes().Where(a => names.Contains(a.Name.LocalName)))
            Assert.Matches(@"^[ML\d\s.-]*$", attribute.Value);
    }

    static string? Title(XElement element) => element.Element(Rendering.Svg + "title")?.Value;

    static string Element(string page, string name) => Regex.Match(page, $"<{name}[ >].*?</{name}>", RegexOptions.Singleline).Value;

    static string Text(string html) => WebUtility.HtmlDecode(Space().Replace(Tag().Replace(html, ""), " ")).Replace('\u00A0', ' ').Trim();

    [GeneratedRegex("<style>.*?</style>|<[^>]*>", RegexOptions.Singleline)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex("<tr>.*?</tr>", RegexOptions.Singleline)]
    private static partial Regex Row();

    [GeneratedRegex("(?:href|src)=\"([^\"]*)\"")]
    private static partial Regex Source();
}
