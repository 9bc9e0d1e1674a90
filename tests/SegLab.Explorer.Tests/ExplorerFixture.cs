using Microsoft.Playwright;
using SegLab.Studio.Explorer;
using SegLab.Studio.Plots;

[assembly: AssemblyFixture(typeof(SegLab.Explorer.Tests.ExplorerFixture))]

namespace SegLab.Explorer.Tests;

/// <summary>One explorer and one Chromium for all tests; where the machine has no Chromium, tests that need one are skipped and say so.</summary>
public sealed class ExplorerFixture : IAsyncLifetime
{
    IPlaywright? playwright;
    IBrowser? browser;
    ExplorerServer? server;

    /// <summary>The folder whose results the explorer shows; tests may put some there.</summary>
    public DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("seglab-explorer-");

    public Uri Address => server!.Address;

    public async ValueTask InitializeAsync()
    {
        server = await ExplorerServer.StartAsync(new ExplorerSettings { Folder = Folder.FullName });
        if (HeadlessBrowser.Find() is not { } chromium) return;
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>Opens a page of the explorer in a context of its own and waits until it answers.</summary>
    /// <param name="path">The page, such as <c>canvas</c>.</param>
    /// <param name="width">Width of the window in pixels.</param>
    /// <param name="height">Its height.</param>
    public Task<ExplorerPage> OpenAsync(string path, int width = 1200, int height = 900) => OpenAsync(new Uri(Address, path), width, height);

    /// <summary>Likewise a page of another explorer.</summary>
    public async Task<ExplorerPage> OpenAsync(Uri page, int width = 1200, int height = 900)
    {
        Assert.SkipWhen(browser is null, "There is no Chromium on this machine (apt-get install chromium, or set CHROME_PATH): pages of the explorer were not driven.");
        IBrowserContext context = await browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = height } });
        return await ExplorerPage.OpenAsync(context, page);
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
        if (server is not null) await server.DisposeAsync();
        Folder.Delete(recursive: true);
    }
}
