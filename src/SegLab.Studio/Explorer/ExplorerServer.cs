using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SegLab.Studio.Explorer.Runs;

namespace SegLab.Studio.Explorer;

/// <summary>
/// The explorer: pages to look at losses, served to this machine's browsers alone. It listens on 127.0.0.1, answers to no other name, and
/// neither it nor its pages ask anything of another machine.
/// </summary>
public sealed class ExplorerServer : IAsyncDisposable
{
    const int LargestMessage = 64 * 1024;

    // Charts and pictures carry styles and data addresses; scripts come from here alone.
    const string Policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'";

    readonly WebApplication application;

    ExplorerServer(WebApplication application, Uri address) => (this.application, Address) = (application, address);

    /// <summary>Where a browser finds it.</summary>
    public Uri Address { get; }

    /// <summary>Starts it.</summary>
    /// <param name="settings">Port and folder.</param>
    /// <param name="cancellation">Gives up starting.</param>
    /// <exception cref="IOException">The port is taken, or may not be used.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The port is not 0 to 65535.</exception>
    public static async Task<ExplorerServer> StartAsync(ExplorerSettings settings, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfNegative(settings.Port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(settings.Port, IPEndPoint.MaxPort);
        if (!Directory.Exists(settings.Folder)) throw new DirectoryNotFoundException($"There is no folder '{settings.Folder}'.");
        WebApplication application = Build(settings);
        try
        {
            await application.StartAsync(cancellation);
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }

        return new ExplorerServer(application, new Uri(application.Urls.Single()));
    }

    /// <summary>Waits until it is cancelled.</summary>
    public Task WaitAsync(CancellationToken cancellation) => application.WaitForShutdownAsync(cancellation);

    /// <summary>Stops it; pages that are open say that it has gone.</summary>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await application.StopAsync(patience.Token);
        await application.DisposeAsync();
    }

    static WebApplication Build(ExplorerSettings settings)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = LargestMessage;
            server.Listen(IPAddress.Loopback, settings.Port);
        });
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Error)
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        builder.Services.AddSingleton(settings).AddSingleton<RunLibrary>();
        builder.Services.AddRoutingCore();
        // Keys last as long as the process: nothing is left in the user's home.
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        // A page of another site that points its name at 127.0.0.1 gets no answer.
        builder.Services.AddHostFiltering(filter => filter.AllowedHosts = ["127.0.0.1", "localhost"]);
        builder.Services.AddRazorComponents().AddInteractiveServerComponents(circuit => circuit.DisconnectedCircuitMaxRetained = 8)
            .AddHubOptions(hub => hub.MaximumReceiveMessageSize = LargestMessage);

        WebApplication application = builder.Build();
        application.UseHostFiltering();
        application.Use(AddHeaders);
        application.UseRouting();
        application.UseAntiforgery();
        foreach (ExplorerAsset asset in ExplorerAsset.All)
            application.MapMethods(asset.Path, [HttpMethods.Get], () => Results.Text(asset.Read(), asset.ContentType));
        RunReport.Map(application);
        application.MapRazorComponents<ExplorerDocument>().AddInteractiveServerRenderMode(server => server.ContentSecurityFrameAncestorsPolicy = null);
        return application;
    }

    static Task AddHeaders(HttpContext context, RequestDelegate next)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        return next(context);
    }
}
