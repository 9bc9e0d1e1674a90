using SegLab.Imaging.Datasets;

namespace SegLab.Imaging.Tests.Datasets;

public class GeneratedDatasetTests
{
    const int Speck = 3, Wire = 4;

    static readonly SegmentationDataset dataset = GeneratedDataset.Create();

    [Fact]
    public void It_has_240_images_to_train_on_and_60_to_validate_on()
    {
        Assert.Equal((240, 60), (dataset.Training.Count, dataset.Validation.Count));
        Assert.Equal(["background", "field", "blob", "speck", "wire"], dataset.ClassNames);
        Assert.Null(dataset.IgnoreLabel);
        Assert.All(dataset.Training.Concat(dataset.Validation), sample =>
        {
            Assert.Equal((3, 64, 64, 255), (sample.Image.Channels, sample.Image.Height, sample.Image.Width, sample.Image.Maximum));
            Assert.Equal((64, 64), (sample.Mask.Height, sample.Mask.Width));
        });
        Assert.Equal(300, dataset.Training.Concat(dataset.Validation).Select(s => s.Name).Distinct().Count());
    }

    [Fact]
    public void Its_bits_are_the_same_on_every_machine()
        => Assert.Equal("8ae4093c66e57918d7338c3b0b1387d225202697bab6fcc9888717f25af06d0c", dataset.Fingerprint());

    [Fact]
    public void An_image_depends_on_the_seed_and_its_number_alone()
    {
        SegmentationDataset few = GeneratedDataset.Create(training: 3, validation: 2);
        SegmentationDataset other = GeneratedDataset.Create(seed: 2, training: 1, validation: 1);
        Assert.Equal(dataset.Training[2].Image.Bytes, few.Training[2].Image.Bytes);
        Assert.Equal(dataset.Validation[1].Mask.Labels, few.Validation[1].Mask.Labels);
        Assert.False(few.Training[0].Image.Bytes.SequenceEqual(other.Training[0].Image.Bytes));
        Assert.False(few.Training[0].Image.Bytes.SequenceEqual(few.Validation[0].Image.Bytes));
    }

    [Fact]
    public void Field_is_large_blob_medium_wire_small_and_speck_tiny()
    {
        double[] fractions = dataset.ClassFractions();
        Assert.InRange(fractions[1], 0.25, 0.4);
        Assert.InRange(fractions[2], 0.06, 0.12);
        Assert.InRange(fractions[Wire], 0.01, 0.03);
        Assert.InRange(fractions[Speck], 0.001, 0.003);
    }

    [Fact]
    public void Specks_are_in_fewer_than_half_of_the_images_of_each_part()
    {
        Assert.InRange(dataset.Training.Count(Has(Speck)), 240 / 4, 240 / 2);
        Assert.InRange(dataset.Validation.Count(Has(Speck)), 60 / 4, 60 / 2);
    }

    [Fact]
    public void Wires_are_one_or_two_pixels_wide()
    {
        long all = 0, inside = 0;
        foreach (LabelMap mask in dataset.Training.Select(s => s.Mask))
        {
            for (int row = 1; row < 63; row++)
            {
                for (int column = 1; column < 63; column++)
                {
                    if (mask[row, column] != Wire) continue;
                    all++;
                    bool surrounded = true;
                    for (int i = 0; i < 9; i++) surrounded &= mask[row + i / 3 - 1, column + i % 3 - 1] == Wire;
                    if (surrounded) inside++;
                }
            }
        }

        Assert.InRange(inside, 0, all / 20);
    }

    [Fact]
    public void Specks_stand_out_on_average_but_no_threshold_on_a_pixel_finds_them()
    {
        // Redness, red less green, of the pixels of specks and of all others, in bins.
        int[] specks = new int[511], others = new int[511];
        foreach (SegmentationSample sample in dataset.Training)
        {
            for (int i = 0; i < 4096; i++)
            {
                int redness = sample.Image.Bytes[i] - sample.Image.Bytes[4096 + i] + 255;
                (sample.Mask.Labels[i] == Speck ? specks : others)[redness]++;
            }
        }

        Assert.InRange(Mean(specks) - Mean(others), 50, 150);

        double best = 0;
        int found = 0, wrong = 0;
        for (int bin = 510; bin >= 0; bin--)
        {
            found += specks[bin];
            wrong += others[bin];
            best = Math.Max(best, (double)found / (specks.Sum() + wrong));
        }

        Assert.InRange(best, 0.01, 0.3);
    }

    [Fact]
    public void Sizes_and_counts_that_make_no_dataset_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => GeneratedDataset.Create(training: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => GeneratedDataset.Create(validation: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => GeneratedDataset.Create(size: 15));
        Assert.Equal(16, GeneratedDataset.Create(training: 1, validation: 1, size: 16).Training[0].Mask.Width);
    }

    static Func<SegmentationSample, bool> Has(int label) => sample => sample.Mask.Labels.Contains((ushort)label);

    static double Mean(int[] bins) => bins.Select((count, value) => (double)count * value).Sum() / bins.Sum();
}
