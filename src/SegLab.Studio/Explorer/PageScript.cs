using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace SegLab.Studio.Explorer;

/// <summary>The script of a page at work on an element of it, which it leaves when it is disposed.</summary>
sealed class PageScript : IAsyncDisposable
{
    readonly IJSObjectReference module, running;
    readonly IDisposable page;

    PageScript(IJSObjectReference module, IJSObjectReference running, IDisposable page) => (this.module, this.running, this.page) = (module, running, page);

    /// <summary>Runs the <c>start</c> of a script with an element and with the component that the script may call.</summary>
    /// <param name="script">The browser.</param>
    /// <param name="file">The script, such as <c>./canvas.js</c>.</param>
    /// <param name="element">What it works on.</param>
    /// <param name="page">Whose methods for scripts it may call.</param>
    public static async Task<PageScript> StartAsync<TPage>(IJSRuntime script, string file, ElementReference element, TPage page)
        where TPage : class
    {
        DotNetObjectReference<TPage> reference = DotNetObjectReference.Create(page);
        IJSObjectReference module = await script.InvokeAsync<IJSObjectReference>("import", file);
        return new PageScript(module, await module.InvokeAsync<IJSObjectReference>("start", element, reference), reference);
    }

    /// <summary>Calls a function of what <c>start</c> returned.</summary>
    public ValueTask CallAsync(string name, params object?[] arguments) => running.InvokeVoidAsync(name, arguments);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        page.Dispose();
        try
        {
            await running.InvokeVoidAsync("dispose");
            await running.DisposeAsync();
            await module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser has gone, and the script with it.
        }
    }
}
