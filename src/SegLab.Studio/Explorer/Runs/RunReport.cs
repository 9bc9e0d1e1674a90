using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace SegLab.Studio.Explorer.Runs;

/// <summary>Serves the page that a comparison leaves in its folder.</summary>
static class RunReport
{
    /// <summary>What the page is called in the folder.</summary>
    public const string Name = "report.html";

    // The page needs no script; whoever put another in its place gets none either, and no part in the explorer's origin.
    const string Policy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Where a browser finds that of a result.</summary>
    public static string AddressOf(RunEntry entry) => $"runs/{entry.Found.Id}/{Name}";

    /// <summary>Answers for all reports that a look has found; the address chooses among these and is never a path.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapMethods("/runs/{id}/" + Name, [HttpMethods.Get], (string id, RunLibrary library, HttpContext context) =>
    {
        if (library.Last.Find(id)?.Report is not { } path || !File.Exists(path)) return Results.NotFound();
        context.Response.Headers.ContentSecurityPolicy = Policy;
        return Results.Stream(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), "text/html; charset=utf-8");
    });
}
