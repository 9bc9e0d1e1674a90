using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using SegLab.Studio.Explorer;

namespace SegLab.Cli.Commands;

/// <summary><c>seglab explore</c>: pages to look at losses in a browser of this machine.</summary>
sealed class ExploreCommand
{
    readonly Argument<string> folder = new("DIR")
    {
        Description = "Folder whose comparisons and evaluations are shown, with the folders in it",
        DefaultValueFactory = _ => ".",
    };

    readonly Option<int> port = new("--port") { Description = "Port on 127.0.0.1 (default: one that is free)", HelpName = "N" };
    readonly Option<bool> noBrowser = new("--no-browser") { Description = "Only print the address" };

    public static Command Create()
    {
        var options = new ExploreCommand();
        var command = new Command("explore", "Look at losses, boxes and results in a browser, on this machine alone") { options.folder, options.port, options.noBrowser };
        command.SetAction(parsed => CommandRunner.Run(cancellation => options.RunAsync(parsed, cancellation).GetAwaiter().GetResult()));
        return command;
    }

    async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var settings = new ExplorerSettings
        {
            Folder = Path.GetFullPath(parsed.GetValue(folder)!),
            Port = TrainingOptions.Within(parsed.GetValue(port), port, 0, 65535),
        };
        await using ExplorerServer server = await ExplorerServer.StartAsync(settings, cancellation);
        Console.WriteLine($"Explorer {server.Address}");
        bool opened = !parsed.GetValue(noBrowser) && Open(server.Address);
        Console.Error.WriteLine(opened ? "Ctrl-C ends it." : "Open that address in a browser; Ctrl-C ends it.");
        await server.WaitAsync(cancellation);
        return ExitCodes.Done;
    }

    /// <summary>Opens the address in the user's browser, where there is a screen to show one.</summary>
    static bool Open(Uri address)
    {
        bool hasScreen = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()
            || Environment.GetEnvironmentVariable("DISPLAY") is { Length: > 0 } || Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is { Length: > 0 };
        if (!hasScreen) return false;
        try
        {
            using Process? browser = Process.Start(new ProcessStartInfo(address.AbsoluteUri) { UseShellExecute = true });
            return true;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
