using System.Text.Json;

namespace SegLab.Tests.Golden;

/// <summary>Reference values of all metrics; what they were checked against is in <c>Golden/metrics/README.md</c>.</summary>
[Trait("Category", "Numeric")]
public sealed class GoldenMetricTests
{
    public static TheoryData<string> Files() => [.. GoldenFolders.Files("metrics").Where(path => Path.GetFileName(path) != "distance_transform.json")];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_case_of_a_file_agrees(string path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        string family = document.RootElement.GetProperty("family").GetString()!;
        GoldenMetric[] cases = [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(json => new GoldenMetric(json))];
        string[] failures = [.. cases.Select(golden => (golden.Name, Failure: Compare(family, golden))).Where(golden => golden.Failure is not null)
            .Select(golden => $"{golden.Name}: {golden.Failure}")];
        Assert.True(failures.Length == 0, $"{failures.Length} of {cases.Length} cases of {family}:\n{string.Join('\n', failures)}");
    }

    [Fact]
    public void The_data_that_comes_with_the_tests_is_found() => Assert.True(Files().Count >= 12);

    static string? Compare(string family, GoldenMetric golden)
    {
        try
        {
            object actual = GoldenMetrics.Evaluate(family, golden);
            string unread = string.Join(", ", golden.Unread);
            return unread.Length > 0 ? $"not understood: {unread}" : GoldenMetric.Difference(golden.Expected, actual);
        }
        catch (Exception exception) when (exception is NotSupportedException or ArgumentException or InvalidOperationException)
        {
            return exception.Message;
        }
    }
}
