using SegLab.Imaging.Evaluation;
using SegLab.Imaging.Storage;

namespace SegLab.Imaging.Tests.Evaluation;

/// <summary>What is kept of an image comes back from a temporary file as it was.</summary>
public sealed class ImageScoresFormatTests
{
    [Fact]
    public void Every_number_comes_back()
    {
        var full = new PredictionScores
        {
            Pixels = [0, 0, 255, 1, 2, 256, 3, 3, 70_000],
            Unassigned = [2, 5_000_000_000],
            Boundaries = [1, 2, 3, 4],
            Instances = [1, 0, 2],
            Thresholds = [9, 8],
            Surfaces = [new ClassSurface(1, double.PositiveInfinity, 1.5, 0.25, 1e-300, 0, 1)],
            Calibration = [UInt128.MaxValue, 1, (UInt128)ulong.MaxValue + 3],
        };
        var items = new StoredItems<ImageScores>(new ImageScoresFormat());
        ImageScores[] images = [new(0, "folder/bild ä", full, null), new(1, "", new PredictionScores { Pixels = [] }, full)];
        foreach (ImageScores image in images) items.Set(image.Index, image);
        foreach ((ImageScores expected, ImageScores actual) in images.Zip(items))
        {
            Assert.Equal((expected.Index, expected.Name), (actual.Index, actual.Name));
            AssertEqual(expected.Prediction, actual.Prediction);
            Assert.Equal(expected.Against is null, actual.Against is null);
            if (expected.Against is { } other) AssertEqual(other, actual.Against!);
        }
    }

    static void AssertEqual(PredictionScores expected, PredictionScores actual)
    {
        Assert.Equal(expected.Pixels, actual.Pixels);
        Assert.Equal(expected.Unassigned, actual.Unassigned);
        Assert.Equal(expected.Boundaries, actual.Boundaries);
        Assert.Equal(expected.Instances, actual.Instances);
        Assert.Equal(expected.Thresholds, actual.Thresholds);
        Assert.Equal(expected.Surfaces, actual.Surfaces);
        Assert.Equal(expected.Calibration, actual.Calibration);
    }
}
