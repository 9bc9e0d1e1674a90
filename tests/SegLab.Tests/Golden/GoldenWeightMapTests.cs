using System.Text.Json;
using SegLab.Losses.Weights;

namespace SegLab.Tests.Golden;

/// <summary>The maps that the reference data of losses comes with: from SciPy's distance transform and from formulas in float64.</summary>
[Trait("Category", "Numeric")]
public sealed unsafe class GoldenWeightMapTests
{
    const double Tolerance = 2e-6;

    public static TheoryData<string, string> Cases(string family)
    {
        var cases = new TheoryData<string, string>();
        foreach (string path in GoldenFolders.Files("losses").Where(path => GoldenFolders.FamilyOf(path) == family))
            foreach (GoldenCase golden in GoldenFolders.ReadLosses(path).Cases) cases.Add(path, golden.Name);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases), "unet_weighted_cross_entropy")]
    public void Border_weights_agree(string path, string name)
    {
        GoldenCase golden = Case(path, name);
        var weights = new UNetBorderWeights
        {
            BorderWeight = Number(golden, "border_weight"),
            BorderSigma = Number(golden, "border_sigma"),
            BackgroundWeight = Number(golden, "background_class_weight"),
            ForegroundWeight = Number(golden, "foreground_class_weight"),
            OnlyOnBackground = golden.Params["border_term_only_on_background"].GetBoolean(),
        };
        int[] labels = Labels(golden.Target), instances = Labels(golden.InstanceLabels!);
        var actual = new float[labels.Length];
        fixed (int* label = labels, instance = instances)
        fixed (float* weight = actual) weights.Fill(Extents(golden), label, instance, golden.Target.Shape[0], weight, threads: 2);
        AssertClose(golden.PixelWeights!.Data, actual);
    }

    [Theory]
    [MemberData(nameof(Cases), "weighted_bce_dice_pooled")]
    public void Pooled_border_weights_agree(string path, string name)
    {
        GoldenCase golden = Case(path, name);
        var weights = new PooledBorderWeights
        {
            Window = (int)Number(golden, "window"),
            CountPadding = golden.Params["average_counts_padding"].GetBoolean(),
            Scale = Number(golden, "weight_scale"),
            Sharpness = Number(golden, "weight_sharpness"),
        };
        int[] labels = Labels(golden.Target);
        var actual = new float[labels.Length];
        fixed (int* label = labels)
        fixed (float* weight = actual) weights.Fill(Extents(golden), label, golden.Target.Shape[0], weight, threads: 2);
        AssertClose(golden.PixelWeights!.Data, actual);
    }

    [Theory]
    [MemberData(nameof(Cases), "boundary")]
    public void Signed_distance_maps_agree(string path, string name)
    {
        GoldenCase golden = Case(path, name);
        var map = new SignedDistanceMap
        {
            ZeroOnInnerRim = golden.Params["inside_distance"].GetString() switch
            {
                "-(d - 1)" => true,
                "-d" => false,
                var other => throw new NotSupportedException(other),
            },
        };
        double[] spacing = golden.Params["spacing"].Deserialize<double[]>() ?? [];
        int[] labels = Labels(golden.Target);
        GoldenTensor expected = golden.DistanceMap!;
        var actual = new float[expected.Data.Length];
        fixed (int* label = labels)
        fixed (float* distance = actual) map.Fill(Extents(golden), spacing, label, expected.Shape[0], expected.Shape[1], distance, threads: 2);
        AssertClose(expected.Data, actual);
    }

    static GoldenCase Case(string path, string name) => GoldenFolders.ReadLosses(path).Cases.Single(golden => golden.Name == name);

    static double Number(GoldenCase golden, string parameter) => golden.Params[parameter].GetDouble();

    static nint[] Extents(GoldenCase golden) => [.. golden.Target.Shape[1..]];

    static int[] Labels(GoldenTensor tensor) => [.. tensor.Data.Select(label => (int)label)];

    static void AssertClose(double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            bool close = Math.Abs(actual[i] - expected[i]) <= Tolerance * Math.Max(1, Math.Abs(expected[i]));
            Assert.True(close, $"Pixel {i} has {actual[i]:R}, expected {expected[i]:R}");
        }
    }
}
