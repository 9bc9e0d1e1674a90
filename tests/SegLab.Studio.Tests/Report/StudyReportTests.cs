using SegLab.Studio.Report;
using SegLab.Training.Studies;

namespace SegLab.Studio.Tests.Report;

public sealed class StudyReportTests
{
    [Fact]
    public async Task The_page_has_verdict_tables_charts_and_the_command()
    {
        string page = await StudyReport.RenderAsync(Result, "seglab study objects --seed 1");
        Assert.Contains("<code>ce</code> wins", page);
        Assert.Contains("<li>Second", page);
        Assert.Contains("<p class=\"note\">Done so.</p>", page);
        Assert.Contains("0.25", page);
        Assert.Contains("&#x2013;", page);
        Assert.Contains("<code>seglab study objects --seed 1</code>", page);
        Assert.Contains("study of &lt;things&gt;", page);
    }

    [Fact]
    public async Task Two_charts_are_large_with_one_legend_and_more_are_small()
    {
        string large = await Rendering.RenderAsync<StudyFigureView>(("Figure", Figure(2))), small = await Rendering.RenderAsync<StudyFigureView>(("Figure", Figure(3)));
        Assert.DoesNotContain("multiples", large);
        Assert.Contains("panel-title", large);
        Assert.Equal(3, Rendering.Drawings(small).Count);
        Assert.Contains("class=\"legend\"", small);
        Assert.All(Rendering.Drawings(small), chart => Assert.Equal(2, chart.OfClass("line").Count()));
    }

    static StudyResult Result => new()
    {
        Study = StudyCatalog.All[0],
        Arguments = new StudyArguments(),
        Setup = ["Done so."],
        Verdict = ["`ce` wins.", "Second."],
        Tables = [new StudyTable("t", "study of <things>", [new("a", "a") { IsCode = true }, new("b", "b", "0.00")], [["ce", 0.25], ["dice", double.NaN]])],
        Figures = [Figure(2), Figure(3)],
    };

    static StudyFigure Figure(int charts) => new("figure",
        [.. Enumerable.Range(0, charts).Select(i => new StudyChart($"chart {i}", "x", "y", [new StudyLine("one", [(0, 0), (1, i)]), new StudyLine("two", [(0, 1), (1, 2)])]))]);
}
