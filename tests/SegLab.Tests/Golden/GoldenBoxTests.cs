using System.Text.Json;
using SegLab.Boxes;

namespace SegLab.Tests.Golden;

/// <summary>Reference values of all box losses, in double and in float; what they were checked against is in <c>Golden/boxes/README.md</c>.</summary>
[Trait("Category", "Numeric")]
public sealed class GoldenBoxTests
{
    static readonly HashSet<string> special = ["formats", "pairwise", "regression_simulation"];

    public static TheoryData<string> Files() => [.. GoldenFolders.Files("boxes").Where(path => !special.Contains(GoldenFolders.FamilyOf(path)))];

    public static TheoryData<string> FormatFiles() => [.. GoldenFolders.Files("boxes").Where(path => GoldenFolders.FamilyOf(path) == "formats")];

    public static TheoryData<string> PairwiseFiles() => [.. GoldenFolders.Files("boxes").Where(path => GoldenFolders.FamilyOf(path) == "pairwise")];

    /// <summary>Values to 1e-12 and gradients to 1e-12, both relative to the larger of 1 and what is expected.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void Every_case_of_a_file_agrees_in_double(string path) => AssertAgree(path, (golden, loss) =>
    {
        double[] values = new double[golden.Values.Length], gradient = new double[4 * values.Length], alone = new double[values.Length];
        loss.EvaluateEach(golden.Prediction, golden.Target, values, gradient, golden.Format);
        loss.EvaluateEach(golden.Prediction, golden.Target, alone, format: golden.Format);
        return Difference("value", values, golden.Values, 1e-12) ?? Difference("value alone", alone, golden.Values, 1e-12)
            ?? Difference("gradient", gradient, golden.Gradient, 1e-12);
    });

    /// <summary>
    /// Values to 1e-6 of the larger of 1 and what is expected. The gradient, to 4e-6 of the larger of 1 and the box's largest slope, against that in double of the
    /// boxes that floats can hold, since rounding a box may move it over a kink.
    /// </summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void Every_case_of_a_file_agrees_in_float(string path) => AssertAgree(path, (golden, loss) =>
    {
        float[] prediction = [.. golden.Prediction.Select(value => (float)value)], target = [.. golden.Target.Select(value => (float)value)];
        double[] expected = new double[prediction.Length / 4], expectedGradient = new double[prediction.Length];
        loss.EvaluateEach(
            prediction.Select(value => (double)value).ToArray(), target.Select(value => (double)value).ToArray(), expected, expectedGradient, golden.Format);
        float[] values = new float[expected.Length], gradient = new float[prediction.Length];
        loss.EvaluateEach(prediction, target, values, gradient, golden.Format);
        return Difference("value", [.. values.Select(value => (double)value)], expected, 1e-6)
            ?? Difference("value", [.. values.Select(value => (double)value)], golden.Values, 1e-6)
            ?? Difference("gradient", [.. gradient.Select(value => (double)value)], expectedGradient, 4e-6);
    });

    [Theory]
    [MemberData(nameof(FormatFiles))]
    public void The_gradient_is_by_the_numbers_of_the_format(string path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        foreach (JsonElement golden in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            JsonElement options = golden.GetProperty("params");
            Assert.Equal("ciou", options.GetProperty("loss").GetString());
            Assert.True(options.GetProperty("alpha_detached").GetBoolean());
            CompleteIoULoss loss = new() { Epsilon = options.GetProperty("eps").GetDouble(), AlphaEpsilon = options.GetProperty("alpha_eps").GetDouble() };
            double[] corners = Rows(golden.GetProperty("target"));
            foreach (JsonProperty format in golden.GetProperty("expected").EnumerateObject())
            {
                double[] prediction = Rows(format.Value.GetProperty("prediction")), expected = [.. format.Value.GetProperty("value").EnumerateArray().Select(value => value.GetDouble())];
                double[] values = new double[expected.Length], gradient = new double[prediction.Length];
                BoxFormat kind = GoldenBoxCase.FormatOf(format.Name);
                loss.EvaluateEach(prediction, Written(corners, kind), values, gradient, kind);
                Assert.Null(Difference("value", values, expected, 1e-12));
                Assert.Null(Difference("gradient", gradient, Rows(format.Value.GetProperty("gradient")), 1e-12));
            }
        }
    }

    [Theory]
    [MemberData(nameof(PairwiseFiles))]
    public void Matrices_of_similarities_agree(string path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        foreach (JsonElement golden in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            Assert.Equal(0, golden.GetProperty("params").GetProperty("eps").GetDouble());
            double[] rows = Rows(golden.GetProperty("prediction")), columns = Rows(golden.GetProperty("target"));
            foreach (JsonProperty matrix in golden.GetProperty("expected").EnumerateObject())
            {
                double[] expected = Rows(matrix.Value), actual = new double[expected.Length];
                SimilarityOf(matrix.Name).Evaluate(rows, columns, actual, GoldenBoxCase.FormatOf(golden.GetProperty("format").GetString()!));
                Assert.Null(Difference(matrix.Name, actual, expected, 1e-12));
            }
        }
    }

    [Fact]
    public void The_data_that_comes_with_the_tests_is_found() => Assert.True(Files().Count >= 12 && FormatFiles().Count >= 1 && PairwiseFiles().Count >= 1);

    [Fact]
    public void Families_of_later_work_are_named() => Assert.Subset(
        new HashSet<string> { "regression_simulation" },
        GoldenFolders.Files("boxes").Select(GoldenFolders.FamilyOf).Where(family => special.Contains(family) && family is not ("formats" or "pairwise")).ToHashSet());

    static BoxOverlap SimilarityOf(string name) => new()
    {
        Similarity = name switch
        {
            "iou" => BoxSimilarity.IoU,
            "giou" => BoxSimilarity.GeneralizedIoU,
            "diou" => BoxSimilarity.DistanceIoU,
            "ciou" => BoxSimilarity.CompleteIoU,
            _ => throw new NotSupportedException($"similarity '{name}'"),
        },
    };

    static void AssertAgree(string path, Func<GoldenBoxCase, BoxLoss, string?> compare)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        string family = document.RootElement.GetProperty("family").GetString()!;
        GoldenBoxCase[] cases = [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(json => new GoldenBoxCase(family, json))];
        var failures = new List<string>();
        foreach (GoldenBoxCase golden in cases)
        {
            try
            {
                BoxLoss loss = golden.Loss(), printed = BoxLoss.Parse(loss.ToString());
                string? failure = printed.Equals(loss) ? compare(golden, loss) : $"{loss} is read back as {printed}";
                if (failure is not null) failures.Add($"{golden.Name}: {failure}");
            }
            catch (Exception exception) when (exception is NotSupportedException or ArgumentException or InvalidOperationException or KeyNotFoundException)
            {
                failures.Add($"{golden.Name}: {exception.Message}");
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {cases.Length} cases of {family}:\n{string.Join('\n', failures)}");
    }

    static string? Difference(string what, double[] actual, double[] expected, double tolerance)
    {
        if (actual.Length != expected.Length) return $"{actual.Length} numbers of {what}, expected {expected.Length}";
        int row = Math.Max(1, what == "gradient" ? 4 : 1);
        for (int i = 0; i < actual.Length; i++)
        {
            double largest = Enumerable.Range(i / row * row, row).Max(j => Math.Abs(expected[j])), error = Math.Abs(actual[i] - expected[i]) / Math.Max(1, largest);
            if (!(error <= tolerance)) return $"{what} {i} is {actual[i]:R}, expected {expected[i]:R}, off by {error:E1}";
        }

        return null;
    }

    static double[] Rows(JsonElement rows) => [.. rows.EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(value => value.GetDouble())];

    static double[] Written(double[] corners, BoxFormat format) => [.. Enumerable.Range(0, corners.Length / 4).SelectMany(i =>
    {
        double x1 = corners[4 * i], y1 = corners[4 * i + 1], x2 = corners[4 * i + 2], y2 = corners[4 * i + 3];
        return format switch
        {
            BoxFormat.Corners => new[] { x1, y1, x2, y2 },
            BoxFormat.LeftTopSize => [x1, y1, x2 - x1, y2 - y1],
            _ => [(x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1],
        };
    })];
}
