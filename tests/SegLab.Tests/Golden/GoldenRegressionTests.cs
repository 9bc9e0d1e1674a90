using System.Text.Json;
using System.Text.Json.Nodes;
using SegLab.Boxes;

namespace SegLab.Tests.Golden;

/// <summary>Sums of errors of descents on exact gradients that PyTorch's autograd made.</summary>
[Trait("Category", "Numeric")]
public sealed class GoldenRegressionTests
{
    public static TheoryData<string> Files() => [.. GoldenFolders.Files("boxes").Where(path => GoldenFolders.FamilyOf(path) == "regression_simulation")];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_descent_of_a_file_agrees(string path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        foreach (JsonElement golden in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            JsonElement parameters = golden.GetProperty("params"), expected = golden.GetProperty("expected");
            (double X, double Y)[] centers = [.. parameters.GetProperty("anchor_centres").EnumerateArray().Select(point => (point[0].GetDouble(), point[1].GetDouble()))];
            RegressionResult result = BoxRegression.Simulate(LossOf(parameters), new RegressionSettings { Centers = centers });

            Assert.Equal(parameters.GetProperty("cases").GetInt64(), result.Cases);
            int[] steps = [.. expected.GetProperty("iteration").EnumerateArray().Select(step => step.GetInt32())];
            double[] sums = [.. expected.GetProperty("sum_of_absolute_errors").EnumerateArray().Select(sum => sum.GetDouble())];
            double[] tolerances = [.. golden.GetProperty("relative_tolerance").EnumerateArray().Select(tolerance => tolerance.GetDouble())];
            for (int i = 0; i < steps.Length; i++)
                Assert.True(Math.Abs(result.ErrorSums[steps[i]] - sums[i]) <= tolerances[i] * sums[i], $"{result.Loss}, step {steps[i]}: {result.ErrorSums[steps[i]]:R}, expected {sums[i]:R}");
        }
    }

    /// <summary>The params name the loss, its options, and how the simulation is run, which is always the same.</summary>
    static BoxLoss LossOf(JsonElement parameters)
    {
        JsonObject options = JsonObject.Create(parameters)!.DeepClone().AsObject();
        string[] protocol = ["loss", "anchor_centres", "target_centre", "aspect_boxes_of_unit_area", "anchor_areas_relative_to_target", "parameters_moved", "step", "rate", "cases"];
        foreach (string name in protocol) options.Remove(name);
        return GoldenBoxCase.LossOf(parameters.GetProperty("loss").GetString()!, JsonSerializer.SerializeToElement(options));
    }

    [Fact]
    public void The_data_that_comes_with_the_tests_is_found() => Assert.NotEmpty(Files());
}
