using System.Text.Json;
using SegLab.Distance;

namespace SegLab.Tests.Golden;

/// <summary>Squared distances by brute force, checked against SciPy; the format is that of the metrics' reference data.</summary>
[Trait("Category", "Numeric")]
public sealed class GoldenDistanceTests
{
    public static TheoryData<string> Files() => [.. GoldenFolders.Files("metrics").Where(path => Path.GetFileName(path) == "distance_transform.json")];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_case_of_a_file_agrees(string path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        foreach (JsonElement golden in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            string name = golden.GetProperty("name").GetString()!;
            JsonElement prediction = golden.GetProperty("prediction"), expected = golden.GetProperty("expected");
            int[] extents = prediction.GetProperty("shape").Deserialize<int[]>()!;
            byte[] mask = [.. prediction.GetProperty("data").EnumerateArray().Select(value => (byte)value.GetInt32())];
            double[] spacing = golden.GetProperty("params").GetProperty("spacing").Deserialize<double[]>()!;
            Compare(name, Numbers(expected.GetProperty("squared_distance")), Squared(mask, extents, spacing));
            Compare(
                $"{name}, outside is background", Numbers(expected.GetProperty("squared_distance_outside_is_background")), WithZerosAround(mask, extents, spacing));
        }
    }

    [Fact]
    public void The_data_that_comes_with_the_tests_is_found() => Assert.NotEmpty(Files());

    static void Compare(string name, double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            bool close = expected[i] == actual[i] || Math.Abs(expected[i] - actual[i]) <= 1e-7 * expected[i];
            Assert.True(close, $"{name}: the square at {i} is {actual[i]:R}, expected {expected[i]:R}");
        }
    }

    static float[] Squared(byte[] mask, int[] extents, double[] spacing)
    {
        var squares = new float[mask.Length];
        nint[] lengths = [.. extents];
        DistanceTransform.SquaredEuclidean(new(mask, lengths), new(squares, lengths), spacing);
        return squares;
    }

    static float[] WithZerosAround(byte[] mask, int[] extents, double[] spacing)
    {
        int[] wider = [.. extents.Select(extent => extent + 2)];
        var padded = new byte[wider.Aggregate(1, (product, extent) => product * extent)];
        int[] places = [.. Enumerable.Range(0, mask.Length).Select(element => PlaceInWider(element, extents, wider))];
        for (int i = 0; i < mask.Length; i++) padded[places[i]] = mask[i];
        float[] squares = Squared(padded, wider, spacing);
        return [.. places.Select(place => squares[place])];
    }

    static int PlaceInWider(int element, int[] extents, int[] wider)
    {
        int place = 0, stride = 1;
        for (int axis = extents.Length - 1; axis >= 0; axis--)
        {
            place += (element % extents[axis] + 1) * stride;
            element /= extents[axis];
            stride *= wider[axis];
        }

        return place;
    }

    static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(value => value.ValueKind == JsonValueKind.String
        ? double.Parse(value.GetString()!)
        : value.GetDouble())];
}
