using SegLab.Studio.Explorer;
using SegLab.Studio.Explorer.Runs;
using SegLab.Studio.Tests.Samples;

namespace SegLab.Studio.Tests.Explorer;

/// <summary>The results for all pages together.</summary>
public sealed class RunLibraryTests : IDisposable
{
    readonly ResultFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Pages_that_ask_at_the_same_time_share_a_look()
    {
        using var library = new RunLibrary(new ExplorerSettings { Folder = folder.Path });
        SampleComparison.Of(2, 3).Build().Save(folder["found.json"]);
        RunsView[] views = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => library.LookAsync(TestContext.Current.CancellationToken)));
        Assert.All(views, view => Assert.Same(views[0], view));
        RunEntry entry = Assert.Single(views[0].Entries);
        Assert.Same(entry, library.Last.Find(entry.Found.Id));
        Assert.Null(library.Last.Find("found.json"));
        Assert.Null(library.Last.Find(null));
    }

    [Fact]
    public async Task A_folder_that_went_is_told_and_found_again()
    {
        using var library = new RunLibrary(new ExplorerSettings { Folder = folder["here"] });
        await Assert.ThrowsAnyAsync<IOException>(() => library.LookAsync(TestContext.Current.CancellationToken));
        Directory.CreateDirectory(folder["here"]);
        Assert.Empty((await library.LookAsync(TestContext.Current.CancellationToken)).Entries);
    }
}
