using System.Text.Json;

namespace SegLab.Tests.Golden;

/// <summary>Where reference values are: with the tests, and in the folder that SEGLAB_GOLDEN names.</summary>
static class GoldenFolders
{
    public static IEnumerable<string> Files(string kind) =>
        new[] { Path.Combine(AppContext.BaseDirectory, "Golden"), Environment.GetEnvironmentVariable("SEGLAB_GOLDEN") }
            .Where(root => !string.IsNullOrEmpty(root))
            .Select(root => Path.Combine(root!, kind))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal));

    public static string FamilyOf(string path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.GetProperty("family").GetString()!;
    }

    public static GoldenFile ReadLosses(string path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        GoldenCase[] cases = document.RootElement.GetProperty("cases").Deserialize<GoldenCase[]>(GoldenFile.Options)!;
        return new GoldenFile(document.RootElement.GetProperty("family").GetString()!, cases);
    }
}
