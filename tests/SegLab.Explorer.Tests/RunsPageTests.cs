using System.Net;
using Microsoft.Playwright;
using SegLab.Imaging.Evaluation;
using SegLab.Studio.Explorer;
using SegLab.Studio.Report;
using SegLab.Studio.Tests.Samples;
using SegLab.Training.Comparison;

namespace SegLab.Explorer.Tests;

/// <summary>The page of results, while they come and grow; each test has a folder and an explorer of its own.</summary>
public sealed class RunsPageTests(ExplorerFixture explorer) : IAsyncLifetime
{
    readonly ResultFolder folder = new();
    ExplorerServer server = null!;

    public async ValueTask InitializeAsync() => server = await ExplorerServer.StartAsync(new ExplorerSettings { Folder = folder.Path }, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        folder.Dispose();
    }

    Task<ExplorerPage> OpenAsync(string query = "", int width = 1200) => explorer.OpenAsync(new Uri(server.Address, "runs" + query), width);

    static ILocator Results(IPage page) => page.GetByRole(AriaRole.Navigation, new PageGetByRoleOptions { Name = "Results" });

    static Task ChooseAsync(IPage page, string name) =>
        Results(page).GetByRole(AriaRole.Link).Filter(new LocatorFilterOptions { HasText = name }).First.ClickAsync();

    /// <summary>An evaluation of a few images, with its state and its figures.</summary>
    (EvaluationResult Result, string[] Lines) Evaluate(string name = "a")
    {
        using MaskFolders masks = new MaskFolders().WithImages(4, 3, side: 8);
        string state = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.state");
        EvaluationResult result = FolderEvaluation.Run(masks.Settings(), state);
        string[] lines = File.ReadAllLines(state);
        File.Delete(state);
        EvaluationFiles.WriteJson(folder[$"{name}.json"], result);
        return (result, lines);
    }

    [Fact]
    public async Task An_empty_folder_says_what_to_run()
    {
        await using ExplorerPage opened = await OpenAsync(width: 390);
        await Assertions.Expect(opened.Page.Locator(".command").First).ToContainTextAsync("seglab compare --out");
        await Assertions.Expect(opened.Page.Locator("main")).ToContainTextAsync(folder.Path);
        await opened.AssertFitsAsync();
    }

    [Fact]
    public async Task A_comparison_appears_and_its_curves_grow_while_it_trains()
    {
        await using ExplorerPage opened = await OpenAsync();
        IPage page = opened.Page;
        using var epoch = new SemaphoreSlim(0);
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Task<ComparisonResult> training = Task.Run(() => SmallComparison.In(folder["trained"], epoch: _ => epoch.Wait(cancellation)).Run(cancellation), cancellation);
        try
        {
            ILocator entry = Results(page).GetByRole(AriaRole.Link).Filter(new LocatorFilterOptions { HasText = "trained" });
            await Assertions.Expect(entry).ToContainTextAsync("running");
            await entry.ClickAsync();
            ILocator progress = page.Locator(".run-progress tbody tr");
            await Assertions.Expect(progress.Nth(0)).ToContainTextAsync("1 of 3");
            await Assertions.Expect(page.Locator("[aria-label=Learning] .when-wide .series circle")).ToHaveCountAsync(1);
            epoch.Release();
            await Assertions.Expect(progress.Nth(0)).ToContainTextAsync("2 of 3");
            await Assertions.Expect(page.Locator("[aria-label=Learning] .when-wide .series circle")).ToHaveCountAsync(2);
            await Assertions.Expect(progress.Nth(1)).ToContainTextAsync("waiting");
            await Assertions.Expect(page.Locator(".ranking")).ToHaveCountAsync(0);
            epoch.Release(2);
            await Assertions.Expect(progress.Nth(1)).ToContainTextAsync("1 of 3");
            await Assertions.Expect(page.Locator(".ranking tbody tr")).ToHaveCountAsync(1);
            epoch.Release(3);
            ComparisonResult result = await training;
            await Assertions.Expect(page.Locator(".run-line")).ToContainTextAsync("done");
            await Assertions.Expect(page.Locator(".run-view .lede")).ToContainTextAsync(result.Advice.Replace("`", "", StringComparison.Ordinal));
            await Assertions.Expect(page.Locator(".ranking tbody tr")).ToHaveCountAsync(2);
        }
        finally
        {
            epoch.Release(10);
            await training;
        }
    }

    [Fact]
    public async Task A_report_is_linked_and_served_without_any_script()
    {
        ComparisonResult result = SmallComparison.In(folder["trained"]).Run(TestContext.Current.CancellationToken);
        await ComparisonReport.WriteAsync(folder["trained/report.html"], result, [], TestContext.Current.CancellationToken);
        await using ExplorerPage opened = await OpenAsync();
        await ChooseAsync(opened.Page, "trained");
        ILocator link = opened.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Report with images" });
        IPage report = await opened.Page.RunAndWaitForPopupAsync(() => link.ClickAsync());
        await Assertions.Expect(report.Locator("h1")).ToHaveTextAsync(result.Advice.Replace("`", "", StringComparison.Ordinal));
        using var client = new HttpClient();
        using HttpResponseMessage answer = await client.GetAsync(report.Url, TestContext.Current.CancellationToken);
        Assert.StartsWith("sandbox; default-src 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("000000000000")]
    [InlineData("trained")]
    [InlineData("..%2Ftrained")]
    public async Task No_other_address_leads_to_a_file(string id)
    {
        await File.WriteAllTextAsync(folder["trained/report.html"], "secret", TestContext.Current.CancellationToken);
        using var client = new HttpClient();
        using HttpResponseMessage answer = await client.GetAsync(new Uri(server.Address, $"runs/{id}/report.html"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task An_evaluation_grows_image_by_image()
    {
        (EvaluationResult result, string[] lines) = Evaluate();
        await File.WriteAllTextAsync(folder["a.state"], string.Join('\n', lines[..3]) + "\n", TestContext.Current.CancellationToken);
        await using ExplorerPage opened = await OpenAsync();
        IPage page = opened.Page;
        await ChooseAsync(page, "a.state");
        await Assertions.Expect(page.Locator(".run-images")).ToContainTextAsync("2 of 4 images");
        await Assertions.Expect(page.Locator("#scores tbody tr")).ToHaveCountAsync(result.Figures.Scores.Count);
        await File.AppendAllTextAsync(folder["a.state"], lines[3] + "\n" + lines[4][..20], TestContext.Current.CancellationToken);
        await Assertions.Expect(page.Locator(".run-images")).ToContainTextAsync("3 of 4 images");
        await File.AppendAllTextAsync(folder["a.state"], lines[4][20..] + "\n", TestContext.Current.CancellationToken);
        await Assertions.Expect(page.Locator(".run-line")).ToContainTextAsync("done");
        await Assertions.Expect(page.Locator("#confusion .when-wide svg")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Results_are_held_against_each_other()
    {
        Evaluate("first");
        Evaluate("second");
        SmallComparison.In(folder["trained"]).Run(TestContext.Current.CancellationToken);
        await using ExplorerPage opened = await OpenAsync();
        ILocator rows = opened.Page.Locator(".all-results tbody tr");
        await Assertions.Expect(rows).ToHaveCountAsync(3);
        string[] scores = [.. (await rows.Locator("b").AllTextContentsAsync())];
        Assert.Equal(scores.OrderDescending(StringComparer.Ordinal), scores);
        await rows.Filter(new LocatorFilterOptions { HasText = "first.json" }).GetByRole(AriaRole.Link).ClickAsync();
        await Assertions.Expect(opened.Page.Locator(".run-view h2").First).ToHaveTextAsync("first.json");
        File.Delete(folder["first.json"]);
        await Assertions.Expect(opened.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("no longer");
    }

    [Fact]
    public async Task A_damaged_file_is_told_and_the_others_are_shown()
    {
        Evaluate();
        await File.WriteAllBytesAsync(folder["cut.json"], (await File.ReadAllBytesAsync(folder["a.json"], TestContext.Current.CancellationToken))[..800], TestContext.Current.CancellationToken);
        SmallComparison.In(folder["damaged"]).Run(TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder["damaged/comparison.json"], "{ \"losses\": [", TestContext.Current.CancellationToken);
        await using ExplorerPage opened = await OpenAsync();
        IPage page = opened.Page;
        await ChooseAsync(page, "damaged");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("comparison.json");
        await ChooseAsync(page, "cut.json");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("cut.json");
        await ChooseAsync(page, "a.json");
        await Assertions.Expect(page.Locator("#scores")).ToBeVisibleAsync();
        File.Copy(folder["a.json"], folder["cut.json"], overwrite: true);
        await ChooseAsync(page, "cut.json");
        await Assertions.Expect(page.Locator("#scores")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Names_are_text_and_never_markup()
    {
        const string hostile = "<script>document.title='owned'</script><img src=x>";
        SmallComparison.In(folder["<img src=x onerror=alert(1)>"], hostile).Run(TestContext.Current.CancellationToken);
        await using ExplorerPage opened = await OpenAsync();
        IPage page = opened.Page;
        await ChooseAsync(page, "onerror");
        await Assertions.Expect(page.Locator(".heat-map")).ToContainTextAsync(hostile);
        await Assertions.Expect(page.Locator("main script, main img")).ToHaveCountAsync(0);
        Assert.Equal("Runs · SegLab explorer", await page.TitleAsync());
    }

    [Theory]
    [InlineData(390)]
    [InlineData(1000)]
    [InlineData(1200)]
    public async Task Nothing_sticks_out_of_the_window(int width)
    {
        Evaluate("a name that is longer than any reasonable person would give to a file/with-no-space-to-break-it-at-anywhere-in-all-of-its-length");
        SmallComparison.In(folder["trained"]).Run(TestContext.Current.CancellationToken);
        await using ExplorerPage opened = await OpenAsync(width: width);
        await opened.AssertFitsAsync();
        foreach (string name in new[] { "reasonable", "trained" })
        {
            await ChooseAsync(opened.Page, name);
            await Assertions.Expect(opened.Page.Locator(".run-view section svg:visible").First).ToBeVisibleAsync();
            await opened.AssertFitsAsync();
        }
    }

    [Fact]
    public async Task An_id_that_is_none_is_told()
    {
        Evaluate();
        await using ExplorerPage opened = await OpenAsync("?run=%3Cscript%3E..%2F..");
        await Assertions.Expect(opened.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("not in the folder");
    }
}
