using Microsoft.Playwright;
using SegLab.Studio.Explorer;
using SegLab.Studio.Tests.Samples;

namespace SegLab.Explorer.Tests;

/// <summary>The page of results, over a folder of its own.</summary>
public sealed class RunsPageTests(ExplorerFixture explorer) : IAsyncLifetime
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("seglab-runs-");
    ExplorerServer? server;

    public async ValueTask InitializeAsync() => server = await ExplorerServer.StartAsync(new ExplorerSettings { Folder = folder.FullName });

    public async ValueTask DisposeAsync()
    {
        await server!.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task An_empty_folder_says_what_to_run_and_a_comparison_appears_and_grows_while_the_page_is_open()
    {
        await using ExplorerPage opened = await OpenAsync("runs");
        IPage page = opened.Page;
        await Assertions.Expect(page.Locator(".no-runs")).ToContainTextAsync("seglab compare --out");

        using var goOn = new SemaphoreSlim(0);
        Task training = Task.Run(() => SmallComparison.In(Path.Combine(folder.FullName, "live"), epoch: _ => goOn.Wait(TimeSpan.FromMinutes(1))).Run(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        ILocator entry = page.Locator(".run-list a").Filter(new LocatorFilterOptions { HasText = "live" });
        await entry.WaitForAsync();
        await entry.ClickAsync();
        await Assertions.Expect(page.Locator(".run-view h2")).ToHaveTextAsync("live");
        goOn.Release(1000);
        await training;
        await Assertions.Expect(page.Locator(".run-view")).ToContainTextAsync("Ranking");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Set-up" })).ToBeVisibleAsync();
        Assert.True(await page.Locator(".run-view svg path.line").CountAsync() >= 2);
    }

    [Fact]
    public async Task Damaged_files_and_hostile_names_are_told_as_text_and_do_no_harm()
    {
        const string name = "<img src=x onerror=alert(1)>";
        SmallComparison.In(Path.Combine(folder.FullName, name), name).Run(TestContext.Current.CancellationToken);
        SmallComparison.In(Path.Combine(folder.FullName, "damaged")).Run(TestContext.Current.CancellationToken);
        File.WriteAllText(Path.Combine(folder.FullName, "damaged", "comparison.json"), "{ \"losses\": [");
        await using ExplorerPage opened = await OpenAsync("runs");
        IPage page = opened.Page;
        await Assertions.Expect(page.Locator(".run-list a")).ToHaveCountAsync(3);
        await page.Locator(".run-list a").Filter(new LocatorFilterOptions { HasText = "onerror" }).ClickAsync();
        await Assertions.Expect(page.Locator(".run-view h2")).ToHaveTextAsync(name);
        Assert.Equal(0, await page.Locator("img").CountAsync());
        await page.Locator(".run-list a").Filter(new LocatorFilterOptions { HasText = "damaged" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("comparison.json");
    }

    [Theory]
    [InlineData(390)]
    [InlineData(1200)]
    public async Task Nothing_sticks_out_of_the_window(int width)
    {
        SmallComparison.In(Path.Combine(folder.FullName, "a comparison with quite a long name that has to be broken somewhere")).Run(TestContext.Current.CancellationToken);
        await using ExplorerPage opened = await OpenAsync("runs", width);
        await opened.AssertFitsAsync();
        await opened.Page.Locator(".run-list a").Last.ClickAsync();
        await Assertions.Expect(opened.Page.Locator(".run-view")).ToContainTextAsync("Ranking");
        await opened.AssertFitsAsync();
    }

    [Fact]
    public async Task A_result_that_is_not_there_is_told()
    {
        SmallComparison.In(Path.Combine(folder.FullName, "one")).Run(TestContext.Current.CancellationToken);
        await using ExplorerPage opened = await OpenAsync("runs?run=../../etc/passwd");
        await Assertions.Expect(opened.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("not in the folder");
    }

    Task<ExplorerPage> OpenAsync(string path, int width = 1200) => explorer.OpenAsync(new Uri(server!.Address, path), width);
}
