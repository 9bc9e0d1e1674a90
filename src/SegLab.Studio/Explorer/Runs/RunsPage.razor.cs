using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace SegLab.Studio.Explorer.Runs;

/// <summary>The page of results: those of the folder, live while they grow. Its address holds which one it shows.</summary>
public sealed partial class RunsPage : ComponentBase
{
    static readonly TimeSpan interval = TimeSpan.FromSeconds(1);

    readonly CancellationTokenSource left = new();
    ErrorBoundary? boundary;
    RunsView? view;
    RunEntry? chosen;
    IReadOnlyList<ResultRow> rows = [];
    string? fault;

    /// <summary>The id of the result to show; another one is told.</summary>
    [SupplyParameterFromQuery(Name = "run")] public string? Chosen { get; set; }

    [Inject] RunLibrary Library { get; set; } = null!;

    [Inject] ExplorerSettings Settings { get; set; } = null!;

    /// <summary>Stops looking.</summary>
    public void Dispose()
    {
        left.Cancel();
        left.Dispose();
    }

    /// <inheritdoc />
    protected override Task OnInitializedAsync() => LookAsync();

    /// <inheritdoc />
    protected override void OnParametersSet() => Choose();

    /// <inheritdoc />
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender) _ = WatchAsync(left.Token);
    }

    async Task WatchAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(interval);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation))
            {
                await LookAsync();
                StateHasChanged();
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            await DispatchExceptionAsync(failure);
        }
    }

    async Task LookAsync()
    {
        try
        {
            view = await Library.LookAsync(left.Token);
            fault = null;
            Choose();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            fault = failure.Message;
        }
    }

    void Choose()
    {
        RunEntry? found = view?.Find(Chosen);
        if (found != chosen) boundary?.Recover();
        chosen = found;
        ResultRow[] now = [.. (view?.Entries ?? []).Select(ResultRow.Of).OrderByDescending(row => row.MeanIoU ?? -1).ThenBy(row => row.Name, StringComparer.Ordinal)];
        // Rows that are the same as before are not drawn again.
        if (!now.SequenceEqual(rows)) rows = now;
    }

    string Example(string name) => Path.Combine(Settings.Folder, name) is var path && path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path;
}
