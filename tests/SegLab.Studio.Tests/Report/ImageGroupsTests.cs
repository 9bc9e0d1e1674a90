using SegLab.Imaging;
using SegLab.Imaging.Png;
using SegLab.Studio.Charts;
using SegLab.Studio.Report;
using SegLab.Studio.Tests.Samples;
using SegLab.Training.Comparison;

namespace SegLab.Studio.Tests.Report;

public sealed class ImageGroupsTests
{
    const int Ignored = 255;

    [Fact]
    public void An_image_has_its_truth_and_then_a_prediction_and_its_errors_for_each_loss()
    {
        ComparisonResult result = new SampleComparison().Build();
        ImageGroup group = new ImageGroups(result).Of([SampleScene.Build("a", 8)]).Single();
        Assert.Equal(9, group.Columns.Count);
        Assert.All(group.Columns, column => Assert.Equal(2, column.Pictures.Count));
        Assert.Equal(["1", "2", "3", "4", "5", "6", "7", "8"], group.Columns.Skip(1).Select(column => column.Title[..1]));
    }

    [Fact]
    public void The_truth_is_embedded_as_a_picture_of_its_labels()
    {
        ReportImage image = SampleScene.Build("a", 8);
        ImageGroup group = new ImageGroups(new SampleComparison().Build()).Of([image]).Single();
        LabelMap embedded = Decode(group.Columns[0].Pictures[0].Layers.Single()).ToLabelMap();
        Assert.Equal(image.Truth.Labels.ToArray(), embedded.Labels.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_photograph_is_embedded_once_grey_or_in_colour(int channels)
    {
        ReportImage image = SampleScene.Build("a", 8, channels: channels);
        ImageGroup group = new ImageGroups(new SampleComparison().Build()).Of([image]).Single();
        PictureLayer photograph = group.Columns[0].Pictures[1].Layers.Single();
        RasterImage embedded = Decode(photograph).ToRasterImage();
        Assert.Equal(channels, embedded.Channels);
        Assert.Equal(image.Image[channels - 1, 20, 30], embedded[channels - 1, 20, 30]);
        Assert.All(group.Columns.Skip(1), column => Assert.Equal("#" + photograph.Id, column.Pictures[1].Layers[0].Source));
    }

    [Fact]
    public void Images_on_one_page_have_names_of_their_own()
    {
        ReportImage image = SampleScene.Build("a", 8);
        IReadOnlyList<ImageGroup> groups = new ImageGroups(new SampleComparison().Build()).Of([image, image]);
        Assert.Equal(2, groups.Select(group => group.Columns[0].Pictures[1].Layers[0].Id).Distinct().Count());
    }

    [Fact]
    public void The_legend_names_the_classes_that_are_seen_and_no_others()
    {
        ComparisonResult result = SampleComparison.Of(1, 5).Build();
        var image = new ReportImage("a", new RasterImage(2, 1, 1, new byte[2]), new LabelMap(2, 1, [0, Ignored]), [new LabelMap(2, 1, [3, 3])]);
        Assert.Equal(["class 0", "class 3"], new ImageGroups(result).Legend([image]).Select(entry => entry.Name));
    }

    [Fact]
    public void Errors_are_red_right_pixels_black_and_ignored_ones_grey()
    {
        var truth = new LabelMap(3, 1, [1, 2, Ignored]);
        RasterImage errors = ErrorMap.Draw(truth, new LabelMap(3, 1, [1, 1, 1]), Ignored);
        Assert.Equal((0, 0, 0), (errors[0, 0, 0], errors[1, 0, 0], errors[2, 0, 0]));
        Assert.True(errors[0, 0, 1] > 2 * errors[1, 0, 1] && errors[0, 0, 1] > 2 * errors[2, 0, 1]);
        Assert.True(errors[0, 0, 2] == errors[1, 0, 2] && errors[1, 0, 2] == errors[2, 0, 2] && errors[0, 0, 2] > 0);
    }

    [Fact]
    public void The_share_that_is_right_leaves_ignored_pixels_out()
    {
        var truth = new LabelMap(4, 1, [1, 2, 2, Ignored]);
        Assert.Equal(2.0 / 3, ErrorMap.ShareRight(truth, new LabelMap(4, 1, [1, 2, 1, 0]), Ignored), 1e-12);
        Assert.Equal(0.5, ErrorMap.ShareRight(truth, new LabelMap(4, 1, [1, 2, 1, 0]), null), 1e-12);
        Assert.True(double.IsNaN(ErrorMap.ShareRight(new LabelMap(1, 1, [Ignored]), new LabelMap(1, 1, [0]), Ignored)));
    }

    [Fact]
    public void A_large_image_and_its_masks_shrink_alike()
    {
        byte[] samples = new byte[1100 * 600];
        ushort[] labels = new ushort[samples.Length];
        for (int i = 0; i < samples.Length; i++) (samples[i], labels[i]) = i % 1100 >= 600 ? ((byte)90, (ushort)1) : ((byte)30, (ushort)0);
        RasterImage image = Thumbnail.Of(new RasterImage(1100, 600, 1, samples));
        LabelMap mask = Thumbnail.Of(new LabelMap(1100, 600, labels));
        Assert.Equal((367, 200), (image.Width, image.Height));
        Assert.Equal((367, 200), (mask.Width, mask.Height));
        for (int column = 0; column < 367; column++) Assert.Equal(mask[100, column] == 1 ? 90 : 30, image[0, 100, column]);
    }

    [Fact]
    public void An_image_of_16_bits_is_stretched_to_the_range_it_uses()
    {
        RasterImage image = Thumbnail.Of(new RasterImage(3, 1, 1, new ushort[] { 1000, 1500, 2000 }));
        Assert.Equal((0, 128, 255), (image[0, 0, 0], image[0, 0, 1], image[0, 0, 2]));
    }

    static PngImage Decode(PictureLayer layer)
    {
        const string Prefix = "data:image/png;base64,";
        Assert.StartsWith(Prefix, layer.Source);
        return PngFile.Read(new MemoryStream(Convert.FromBase64String(layer.Source[Prefix.Length..])), "embedded");
    }
}
