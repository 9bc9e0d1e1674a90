using SegLab.Imaging.Evaluation;
using SegLab.Studio.Explorer.Runs;
using SegLab.Studio.Tests.Samples;

namespace SegLab.Studio.Tests.Explorer;

/// <summary>Which results are found in a folder, and what is passed over.</summary>
public sealed class RunScanTests : IDisposable
{
    readonly ResultFolder folder = new();

    public void Dispose() => folder.Dispose();

    (string Name, RunKind Kind)[] Found() => [.. new RunScan(folder.Path).Find().Runs.Select(run => (run.Name, run.Kind))];

    [Fact]
    public void Results_are_told_by_what_is_in_them_whatever_they_are_called()
    {
        using MaskFolders masks = new MaskFolders().WithImages(2, 2, side: 4);
        EvaluationFiles.WriteJson(folder["scores"], FolderEvaluation.Run(masks.Settings(), folder["deep/down/shard 1.txt"]));
        SampleComparison.Of(2, 3).Build().Save(folder["copies/found.json"]);
        SmallComparison.In(folder["trained"]).Run();
        Assert.Equal(
            [("copies/found.json", RunKind.ComparisonResult), ("deep/down/shard 1.txt", RunKind.EvaluationState), ("scores", RunKind.Evaluation), ("trained", RunKind.Comparison)],
            Found());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1, 2]")]
    [InlineData("{\"prediction\": 3, \"truth\": 4}")]
    [InlineData("{\"version\": \"1\", \"study\": \"objects\"}")]
    [InlineData("{\"format\": \"geojson\"}")]
    [InlineData("{\"format\": null}")]
    [InlineData("prediction,truth\n1,2\n")]
    [InlineData("\u0000\u0001\u0002")]
    public void What_is_no_result_is_passed_over(string text)
    {
        File.WriteAllText(folder["file.json"], text);
        Assert.Empty(Found());
    }

    [Theory]
    [InlineData("{\"prediction\": \"a\", \"truth\": ", RunKind.Evaluation)]
    [InlineData("{\"format\": \"seglab evaluation 7\"", RunKind.EvaluationState)]
    [InlineData("\n {\"version\": \"0.1.0\", \"command\":", RunKind.ComparisonResult)]
    public void What_begins_as_a_result_is_one_even_where_it_is_cut_off(string text, RunKind kind)
    {
        File.WriteAllText(folder["file.json"], text);
        Assert.Equal([("file.json", kind)], Found());
    }

    [Fact]
    public void A_folder_that_is_a_comparison_itself_has_its_own_name()
    {
        SmallComparison.In(folder["trained"]).Run();
        FoundRun found = Assert.Single(new RunScan(folder["trained"]).Find().Runs);
        Assert.Equal("trained", found.Name);
    }

    [Fact]
    public void Hidden_folders_and_links_are_passed_over()
    {
        using var elsewhere = new ResultFolder();
        const string text = "{\"format\": \"seglab evaluation 1\"";
        File.WriteAllText(folder[".hidden/a.state"], text);
        File.WriteAllText(elsewhere["b.state"], text);
        Directory.CreateSymbolicLink(folder["linked"], elsewhere.Path);
        File.CreateSymbolicLink(folder["b.state"], elsewhere["b.state"]);
        Assert.Empty(Found());
    }

    [Fact]
    public void A_look_has_bounds_and_says_so()
    {
        File.WriteAllText(folder["1/2/3/4/5/6/near.state"], "{\"format\": \"seglab evaluation 1\"");
        (IReadOnlyList<FoundRun> runs, bool isAll) = new RunScan(folder.Path).Find();
        Assert.True(isAll);
        Assert.Single(runs);
        File.WriteAllText(folder["1/2/3/4/5/6/7/far.state"], "{\"format\": \"seglab evaluation 1\"");
        (runs, isAll) = new RunScan(folder.Path).Find();
        Assert.False(isAll);
        Assert.Single(runs);
    }

    [Fact]
    public void No_more_are_taken_than_a_page_can_show()
    {
        for (int n = 0; n < 230; n++) File.WriteAllText(folder[$"{n}.state"], "{\"format\": \"seglab evaluation 1\"");
        (IReadOnlyList<FoundRun> runs, bool isAll) = new RunScan(folder.Path).Find();
        Assert.False(isAll);
        Assert.Equal(200, runs.Count);
    }

    [Fact]
    public void An_id_is_of_the_place_and_no_part_of_it()
    {
        File.WriteAllText(folder["one.state"], "{\"format\": \"seglab evaluation 1\"");
        File.WriteAllText(folder["two.state"], "{\"format\": \"seglab evaluation 1\"");
        string[] ids = [.. new RunScan(folder.Path).Find().Runs.Select(run => run.Id)];
        Assert.Equal(2, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Matches("^[0-9a-f]{12}$", id));
        Assert.Equal(ids, new RunScan(folder.Path).Find().Runs.Select(run => run.Id));
    }

    [Fact]
    public void A_file_that_becomes_a_result_is_found_by_the_next_look()
    {
        var scan = new RunScan(folder.Path);
        File.WriteAllText(folder["scores.state"], "{");
        Assert.Empty(scan.Find().Runs);
        File.WriteAllText(folder["scores.state"], "{\"format\": \"seglab evaluation 1\"}\n");
        Assert.Single(scan.Find().Runs);
        File.Delete(folder["scores.state"]);
        Assert.Empty(scan.Find().Runs);
    }
}
