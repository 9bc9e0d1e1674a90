using System.Numerics.Tensors;
using SegLab.Losses;

namespace SegLab.Tests.Golden;

/// <summary>Values and gradients of published implementations and of formulas in float64.</summary>
[Trait("Category", "Numeric")]
public sealed class GoldenLossTests
{
    const double ValueTolerance = 1e-5;
    const double GradientTolerance = 1e-5;

    public static TheoryData<string> Files() => [.. GoldenFolders.Files("losses")];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_case_of_a_file_agrees(string path)
    {
        GoldenFile file = GoldenFolders.ReadLosses(path);
        var failures = new List<string>();
        foreach (GoldenCase golden in file.Cases)
        {
            try
            {
                if (Compare(file.Family, golden) is { } difference) failures.Add($"{golden.Name}: {difference}");
            }
            catch (Exception exception) when (exception is NotSupportedException or ArgumentException or InvalidOperationException)
            {
                failures.Add($"{golden.Name}: {exception.Message}");
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {file.Cases.Count} cases of {file.Family}:\n{string.Join('\n', failures)}");
    }

    [Fact]
    public void The_data_that_comes_with_the_tests_is_found() => Assert.True(Files().Count >= 31);

    static string? Compare(string family, GoldenCase golden)
    {
        SegmentationLoss loss = GoldenLosses.Map(family, golden);
        SegmentationLoss printed = SegmentationLoss.Parse(loss.ToString());
        if (!printed.Equals(loss)) return $"{loss} is read back as {printed}";

        ReadOnlyTensorSpan<float> logits = new(golden.Logits.Floats, golden.Logits.Lengths);
        var gradientMemory = new float[golden.Logits.Data.Length];
        TensorSpan<float> gradient = new(gradientMemory, golden.Logits.Lengths);
        bool makesItsMap = family is "unet_weighted_cross_entropy" or "weighted_bce_dice_pooled";
        ReadOnlyTensorSpan<float> pixelWeights = golden.PixelWeights is { } map && !makesItsMap ? new(map.Floats, map.Lengths) : default;
        ReadOnlyTensorSpan<int> instances = golden.InstanceLabels is { } numbers ? new(numbers.Integers, numbers.Lengths) : default;
        SegmentationTarget target = golden.Target.Kind switch
        {
            "class_index" => new(new ReadOnlyTensorSpan<int>(golden.Target.Integers, golden.Target.Lengths)) { PixelWeights = pixelWeights, Instances = instances },
            "one_hot" or "soft" => new(new ReadOnlyTensorSpan<float>(golden.Target.Floats, golden.Target.Lengths)) { PixelWeights = pixelWeights, Instances = instances },
            var other => throw new NotSupportedException($"target kind {other}"),
        };

        double[] expected = golden.Values;
        double[] actual;
        if (golden.Reduction == "none")
        {
            var values = new float[expected.Length];
            loss.EvaluateMap(logits, target, new TensorSpan<float>(values), gradient);
            actual = [.. values.Select(value => (double)value)];
        }
        else
        {
            actual = [loss.Evaluate(logits, target, gradient)];
            double valueAlone = loss.Evaluate(logits, target);
            if (!Close(valueAlone, actual[0], ValueTolerance)) return $"value alone {valueAlone}, with gradient {actual[0]}";
        }

        for (int i = 0; i < expected.Length; i++)
            if (!Close(actual[i], expected[i], ValueTolerance)) return $"value {i} is {actual[i]:R}, expected {expected[i]:R}";

        double largest = Math.Max(golden.Gradient.Data.Max(Math.Abs), 1e-30);
        for (int i = 0; i < gradientMemory.Length; i++)
        {
            double error = Math.Abs(gradientMemory[i] - golden.Gradient.Data[i]) / largest;
            if (!(error <= GradientTolerance)) return $"gradient {i} is {gradientMemory[i]:R}, expected {golden.Gradient.Data[i]:R}, off by {error:E1} of the largest";
        }

        return null;
    }

    static bool Close(double actual, double expected, double tolerance) => Math.Abs(actual - expected) <= tolerance * Math.Max(1, Math.Abs(expected));
}
