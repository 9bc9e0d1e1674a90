namespace SegLab.Imaging.Datasets;

/// <summary>
/// A dataset that needs no files, made to set losses apart: one class is large, one medium, one tiny and rare (less than 1 pixel in 100,
/// in fewer than half of the images), one thin (curves of 1 to 2 pixels). Noise hides single pixels, edges are soft, and small marks that
/// belong to no class resemble the tiny one.
/// </summary>
public static class GeneratedDataset
{
    const ulong ValidationStreams = 1UL << 32;

    /// <summary>Background, field (large), blob (medium), speck (tiny and rare), wire (thin).</summary>
    public static IReadOnlyList<string> ClassNames { get; } = ["background", "field", "blob", "speck", "wire"];

    /// <summary>Makes images of 3 channels and 8 bits with their masks; the same on every machine, bit for bit.</summary>
    /// <param name="seed">Other seeds give other images of the same kind.</param>
    /// <param name="training">Images to train on. Image k is the same however many there are.</param>
    /// <param name="validation">Images to validate on.</param>
    /// <param name="size">Rows and columns of an image, at least 16.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no image to train or to validate on, or the size is too small.</exception>
    public static SegmentationDataset Create(ulong seed = 1, int training = 240, int validation = 60, int size = 64)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(training);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(validation);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 16);
        return new SegmentationDataset
        {
            Name = "generated",
            ClassNames = ClassNames,
            Training = CreateSamples("train", seed, 0, training, size),
            Validation = CreateSamples("val", seed, ValidationStreams, validation, size),
        };
    }

    static SegmentationSample[] CreateSamples(string part, ulong seed, ulong firstStream, int count, int size)
    {
        var samples = new SegmentationSample[count];
        Parallel.For(0, count, i => samples[i] = GeneratedScene.Create($"{part}-{i:000}", seed, firstStream + (ulong)i, size));
        return samples;
    }
}
