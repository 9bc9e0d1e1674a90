using SegLab.Imaging;
using SegLab.Training.Comparison;
using SegLab.Training.Data;

namespace SegLab.Training.Tests.Data;

public sealed class DatasetSurveyTests
{
    static SegmentationSample Sample(string name, int width, int height, params ushort[] labels) =>
        new(name, new RasterImage(width, height, 1, new byte[width * height]), new LabelMap(width, labels.Length / width, labels));

    static SegmentationDataset Dataset(params SegmentationSample[] training) =>
        new() { Name = "set", ClassNames = ["a", "b", "c"], IgnoreLabel = 255, Training = training, Validation = [] };

    [Fact]
    public void Class_fractions_leave_out_ignored_pixels()
    {
        DatasetSummary summary = DatasetSurvey.Of(Dataset(Sample("x", 2, 2, 0, 0, 0, 255), Sample("y", 2, 1, 1, 255))).Summarize();
        Assert.Equal([0.75, 0.25, 0], summary.ClassFractions);
    }

    [Fact]
    public void A_class_of_less_than_one_and_a_half_percent_is_rare_and_an_absent_one_is_not()
    {
        var labels = new ushort[1000];
        labels.AsSpan(0, 14).Fill(1);
        Assert.Equal([1], DatasetSurvey.Of(Dataset(Sample("x", 100, 10, labels))).Summarize().RareClasses);
        labels[14] = 1;
        Assert.Empty(DatasetSurvey.Of(Dataset(Sample("x", 100, 10, labels))).Summarize().RareClasses);
    }

    [Fact]
    public void A_label_that_is_no_class_is_named_with_its_place()
    {
        var failure = Assert.Throws<ArgumentException>(() => DatasetSurvey.Of(Dataset(Sample("x", 2, 2, 0, 1, 3, 0))));
        Assert.Equal("The mask of 'x' holds the label 3 at row 1, column 0; classes are 0 to 2, and 255 is ignored.", failure.Message);
    }

    [Fact]
    public void A_mask_of_another_size_is_refused()
    {
        var failure = Assert.Throws<ArgumentException>(() => DatasetSurvey.Of(Dataset(Sample("x", 2, 2, 0, 1))));
        Assert.Equal("Image 'x' is 2 x 2 (height x width), its mask 1 x 2.", failure.Message);
    }

    [Fact]
    public void Validation_pixels_that_count_are_counted()
    {
        SegmentationDataset dataset = Dataset(Sample("x", 2, 1, 0, 1)) with { Validation = [Sample("y", 2, 2, 0, 1, 255, 2), Sample("z", 1, 1, 255)] };
        Assert.Equal(3, DatasetSurvey.Of(dataset).ValidationPixels);
        Assert.Equal(dataset.Fingerprint(), DatasetSurvey.Of(dataset).Fingerprint);
    }
}
