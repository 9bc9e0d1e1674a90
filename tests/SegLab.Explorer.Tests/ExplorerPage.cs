using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Playwright;

namespace SegLab.Explorer.Tests;

/// <summary>An open page that remembers what went wrong on it; closing it asserts that nothing did.</summary>
public sealed class ExplorerPage : IAsyncDisposable
{
    static readonly TimeSpan patience = TimeSpan.FromSeconds(30);

    readonly IBrowserContext context;
    readonly Uri address;
    readonly ConcurrentQueue<string> errors = new(), foreign = new();

    ExplorerPage(IBrowserContext context, IPage page, Uri address) => (this.context, Page, this.address) = (context, page, address);

    public IPage Page { get; }

    public static async Task<ExplorerPage> OpenAsync(IBrowserContext context, Uri address)
    {
        IPage page = await context.NewPageAsync();
        var opened = new ExplorerPage(context, page, address);
        page.Console += (_, message) => { if (message.Type is "error" or "warning") opened.errors.Enqueue(message.Text); };
        page.PageError += (_, error) => opened.errors.Enqueue(error);
        page.Request += (_, request) => { if (!request.Url.StartsWith("data:", StringComparison.Ordinal) && new Uri(request.Url).Authority != address.Authority) opened.foreign.Enqueue(request.Url); };
        await page.GotoAsync(address.AbsoluteUri);
        // The page is drawn by the server first; it answers once its circuit stands.
        await page.Locator("[data-ready=true]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
        return opened;
    }

    /// <summary>Waits until something holds. Playwright's own waiting for a function evaluates text in the page, which the page's policy forbids.</summary>
    public static async Task WaitUntilAsync(Func<Task<bool>> holds)
    {
        for (long start = Stopwatch.GetTimestamp(); !await holds(); await Task.Delay(20))
            Assert.True(Stopwatch.GetElapsedTime(start) < patience, $"It did not come true in {patience.TotalSeconds} s.");
    }

    /// <summary>Asserts that nothing sticks out of the window, as it would on a phone.</summary>
    public async Task AssertFitsAsync()
    {
        int excess = await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(excess <= 0, $"The page is {excess} px wider than its window of {Page.ViewportSize!.Width} px.");
    }

    public async ValueTask DisposeAsync()
    {
        await context.DisposeAsync();
        Assert.Empty(errors);
        Assert.True(foreign.IsEmpty, $"Requests left the machine's explorer at {address.Authority}: {string.Join(", ", foreign)}");
    }
}
