using System.Net;
using System.Net.Sockets;
using SegLab.Studio.Explorer;

namespace SegLab.Explorer.Tests;

/// <summary>What the server answers, and to whom.</summary>
public sealed class ServerTests(ExplorerFixture explorer) : IDisposable
{
    readonly HttpClient client = new();

    [Theory]
    [InlineData("", "text/html")]
    [InlineData("canvas", "text/html")]
    [InlineData("boxes", "text/html")]
    [InlineData("runs", "text/html")]
    [InlineData("explorer.css", "text/css")]
    [InlineData("_framework/blazor.web.js", "text/javascript")]
    public async Task Every_page_and_file_is_there_and_brings_no_script_of_others(string path, string type)
    {
        using HttpResponseMessage answer = await client.GetAsync(new Uri(explorer.Address, path), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains(answer.Headers.GetValues("Content-Security-Policy"), policy => policy.Contains("default-src 'none'; script-src 'self'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_that_does_not_exist_is_not_found()
    {
        using HttpResponseMessage answer = await client.GetAsync(new Uri(explorer.Address, "nonsense"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Another_name_for_this_machine_gets_no_answer()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, explorer.Address) { Headers = { Host = "attacker.example" } };
        using HttpResponseMessage answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public void It_listens_on_this_machine_alone() => Assert.Equal("127.0.0.1", explorer.Address.Host);

    [Fact]
    public async Task A_port_that_is_taken_is_told()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        IOException failure = await Assert.ThrowsAsync<IOException>(() => ExplorerServer.StartAsync(new ExplorerSettings { Port = port, Folder = explorer.Folder.FullName }, TestContext.Current.CancellationToken));
        Assert.Contains($"{port}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_told() =>
        Assert.Contains("nowhere", (await Assert.ThrowsAsync<DirectoryNotFoundException>(() =>
            ExplorerServer.StartAsync(new ExplorerSettings { Folder = Path.Combine(explorer.Folder.FullName, "nowhere") }, TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);

    public void Dispose() => client.Dispose();
}
