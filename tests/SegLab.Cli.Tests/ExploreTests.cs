using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace SegLab.Cli.Tests;

/// <summary><c>seglab explore</c> from the outside; its pages are driven in SegLab.Explorer.Tests.</summary>
public sealed class ExploreTests : IDisposable
{
    readonly Workspace workspace = new();

    public void Dispose() => workspace.Dispose();

    [Fact]
    public async Task It_prints_its_address_answers_there_and_ends_when_it_is_stopped()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using Process process = Tool.Start("explore", Path.GetTempPath(), "--no-browser");
        try
        {
            string line = (await process.StandardOutput.ReadLineAsync(cancellation))!;
            Assert.StartsWith("Explorer http://127.0.0.1:", line, StringComparison.Ordinal);
            using var client = new HttpClient();
            Assert.Contains("SegLab", await client.GetStringAsync(new Uri(line["Explorer ".Length..]), cancellation), StringComparison.Ordinal);
            using Process kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            Assert.True(process.WaitForExit(30_000));
            Assert.Equal(0, process.ExitCode);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public void A_port_that_is_taken_a_port_that_is_none_and_a_folder_that_is_not_there_are_told()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        Fails(1, $"{port}", "--port", $"{port}");
        Fails(2, "--port", "--port", "65536");
        Fails(1, "nowhere", workspace["nowhere"]);

        static void Fails(int exitCode, string told, params string[] arguments)
        {
            Tool.Outcome outcome = Tool.Run(["explore", "--no-browser", .. arguments]);
            Assert.Equal(exitCode, outcome.ExitCode);
            Assert.Contains("error: ", outcome.Error, StringComparison.Ordinal);
            Assert.Contains(told, outcome.Error, StringComparison.Ordinal);
        }
    }
}
