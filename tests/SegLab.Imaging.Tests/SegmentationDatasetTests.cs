using SegLab.Losses;

namespace SegLab.Imaging.Tests;

public class SegmentationDatasetTests
{
    static readonly SegmentationDataset dataset = new()
    {
        Name = "tiny",
        ClassNames = ["a", "b", "c"],
        IgnoreLabel = 9,
        Training = [Sample("1", [1, 2, 3, 4], [0, 1, 1, 9]), Sample("2", [5, 6, 7, 8], [1, 0, 9, 9])],
        Validation = [Sample("3", [0, 0, 0, 0], [2, 2, 2, 2])],
    };

    [Fact]
    public void Class_fractions_are_over_training_pixels_that_count() => Assert.Equal([0.4, 0.6, 0.0], dataset.ClassFractions());

    [Fact]
    public void Class_fractions_are_zero_when_no_pixel_counts()
        => Assert.Equal([0.0, 0.0, 0.0], (dataset with { Training = [Sample("1", [1, 2, 3, 4], [9, 9, 9, 9])] }).ClassFractions());

    [Fact]
    public void Class_weights_follow_from_training_pixels_that_count()
    {
        Assert.Equal([2L, 3L, 0L], dataset.ClassCounts());
        Assert.Equal([2.5f, 5f / 3, 0], dataset.WeighClasses(ClassWeighting.InverseFrequency));
        Assert.Equal([1.25f, 2.5f / 3, 0], dataset.WeighClasses(ClassWeighting.MedianFrequency));
    }

    [Fact]
    public void The_fingerprint_is_the_hash_of_all_that_training_sees()
    {
        // Laid out by hand: counts, names with their lengths, then each sample's size, samples and labels; numbers of 4 bytes, labels of 2.
        byte[] expected =
        [
            .. Number(3), .. Number(9), .. Number(2), .. Number(1),
            .. Number(1), (byte)'a', .. Number(1), (byte)'b', .. Number(1), (byte)'c',
            .. Number(2), .. Number(2), .. Number(1), .. Number(255), 1, 2, 3, 4, 0, 0, 1, 0, 1, 0, 9, 0,
            .. Number(2), .. Number(2), .. Number(1), .. Number(255), 5, 6, 7, 8, 1, 0, 0, 0, 9, 0, 9, 0,
            .. Number(2), .. Number(2), .. Number(1), .. Number(255), 0, 0, 0, 0, 2, 0, 2, 0, 2, 0, 2, 0,
        ];
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(expected)), dataset.Fingerprint());
        Assert.Equal(dataset.Fingerprint(), (dataset with { Name = "moved" }).Fingerprint());
    }

    [Fact]
    public void Any_change_that_training_would_see_changes_the_fingerprint()
    {
        SegmentationDataset[] changed =
        [
            dataset with { ClassNames = ["a", "b", "d"] },
            dataset with { ClassNames = ["a", "bc"] },
            dataset with { IgnoreLabel = null },
            dataset with { Training = [dataset.Training[1], dataset.Training[0]] },
            dataset with { Training = [dataset.Training[0]], Validation = [dataset.Training[1], dataset.Validation[0]] },
            dataset with { Validation = [Sample("3", [0, 0, 0, 1], [2, 2, 2, 2])] },
            dataset with { Validation = [Sample("3", [0, 0, 0, 0], [2, 2, 2, 1])] },
            dataset with { Validation = [new("3", new RasterImage(2, 2, 1, new ushort[4]), new LabelMap(2, 2, [2, 2, 2, 2]))] },
            dataset with { Validation = [new("3", new RasterImage(4, 1, 1, new byte[4]), new LabelMap(4, 1, [2, 2, 2, 2]))] },
        ];
        Assert.Equal(changed.Length + 1, changed.Append(dataset).Select(d => d.Fingerprint()).Distinct().Count());
    }

    static byte[] Number(int value) => [(byte)value, (byte)(value >> 8), (byte)(value >> 16), (byte)(value >> 24)];

    static SegmentationSample Sample(string name, byte[] image, ushort[] mask)
        => new(name, new RasterImage(2, 2, 1, image), new LabelMap(2, 2, mask));
}
