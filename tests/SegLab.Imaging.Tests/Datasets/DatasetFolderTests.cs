using SegLab.Imaging.Datasets;
using SegLab.Imaging.Jpeg;
using SegLab.Imaging.Png;
using SegLab.Imaging.Tests.Jpeg;

namespace SegLab.Imaging.Tests.Datasets;

public sealed class DatasetFolderTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("val")]
    [InlineData("validation")]
    public void A_folder_that_is_split_is_read_as_it_is_split(string validation)
    {
        folder.Pair("b", "train/").Pair("a", "train/").Pair("c", validation + "/", 0, 3, 1, 2);
        SegmentationDataset dataset = Load();
        Assert.Equal(["a", "b"], dataset.Training.Select(s => s.Name));
        Assert.Equal(["c"], dataset.Validation.Select(s => s.Name));
        Assert.Equal(folder.Path, dataset.Name);
        Assert.Equal(["class 0", "class 1", "class 2", "class 3"], dataset.ClassNames);
        Assert.Equal('a', dataset.Training[0].Image[0, 0, 0]);
        Assert.Equal<ushort>([0, 3, 1, 2], dataset.Validation[0].Mask.Labels.ToArray());
        Assert.Null(dataset.IgnoreLabel);
    }

    [Theory]
    [InlineData(0.2, 4)]
    [InlineData(0.5, 10)]
    [InlineData(0.001, 1)]
    [InlineData(0.999, 19)]
    public void A_folder_that_is_not_split_is_split_by_the_fraction(double fraction, int expected)
    {
        for (int i = 0; i < 20; i++) folder.Pair($"image{i}");
        SegmentationDataset dataset = Load(new() { ValidationFraction = fraction });
        Assert.Equal(expected, dataset.Validation.Count);
        Assert.Equal(20, dataset.Training.Concat(dataset.Validation).Select(s => s.Name).Distinct().Count());
    }

    [Fact]
    public void The_split_depends_on_the_seed_and_hardly_on_other_images()
    {
        string[] names = [.. Enumerable.Range(0, 100).Select(i => $"image{i}")];
        HashSet<string> chosen = RandomSplit.Choose(names, 0.2, seed: 1);
        Assert.Equal(chosen.Order(), RandomSplit.Choose([.. names.Reverse()], 0.2, seed: 1).Order());
        Assert.NotEqual(chosen.Order(), RandomSplit.Choose(names, 0.2, seed: 2).Order());
        Assert.InRange(chosen.Intersect(RandomSplit.Choose([.. names, "new"], 0.2, seed: 1)).Count(), 19, 20);
    }

    [Fact]
    public void Class_names_come_from_a_file_in_the_folder_or_elsewhere()
    {
        folder.Pair("a").Pair("b").Text("classes.txt", "sky\nroad \r\ncar\ntree\n\n").Text("other.txt", "x\ny\nz");
        Assert.Equal(["sky", "road", "car", "tree"], Load().ClassNames);
        Assert.Equal(["x", "y", "z"], Load(new() { ClassesFile = Path.Combine(folder.Path, "other.txt") }).ClassNames);
    }

    [Fact]
    public void The_label_to_ignore_is_no_class()
    {
        folder.Pair("a", "", 0, 1, 2, 255).Pair("b");
        SegmentationDataset dataset = Load(new() { IgnoreLabel = 255 });
        Assert.Equal(3, dataset.ClassNames.Count);
        Assert.Equal(255, dataset.IgnoreLabel);

        folder.Pair("a").Text("classes.txt", "sky\nroad\nunlabelled");
        Assert.Equal(["sky", "road"], Load(new() { IgnoreLabel = 2 }).ClassNames);
    }

    [Fact]
    public void Masks_of_black_and_white_are_read_as_background_and_foreground()
    {
        folder.Pair("a", "", 0, 255, 255, 0).Pair("b", "", 0, 0, 0, 0);
        SegmentationDataset dataset = Load();
        Assert.Equal(["background", "foreground"], dataset.ClassNames);
        Assert.Equal<ushort>([0, 1, 1, 0], dataset.Training.Concat(dataset.Validation).Single(s => s.Name == "a").Mask.Labels.ToArray());
    }

    [Fact]
    public void Grey_images_among_colour_ones_get_three_equal_channels()
    {
        folder.Pair("a", "train/").Pair("b", "val/").Image("train/images/a.png", 7, channels: 1);
        RasterImage image = Load().Training[0].Image;
        Assert.Equal((3, 7, 7, 7), (image.Channels, image[0, 0, 0], image[1, 0, 0], image[2, 0, 0]));
        folder.Image("val/images/b.png", 9, channels: 1);
        Assert.Equal(1, Load().Training[0].Image.Channels);
    }

    [Fact]
    public void Hidden_files_and_upper_case_endings_do_no_harm()
    {
        folder.Pair("a").Pair("b").Text("images/.DS_Store", "").Text("masks/Thumbs.db", "");
        folder.Image("images/c.PNG").Mask("masks/c.png", 0, 0, 0, 0);
        Assert.Equal(3, Load().Training.Count + Load().Validation.Count);
    }

    [Fact]
    public void Every_file_at_fault_is_named_in_one_error()
    {
        folder.Pair("good").Image("images/nomask.png").Mask("masks/noimage.png", 0, 0, 0, 0)
            .Image("images/size.png").Mask("masks/size.png", 0, 1)
            .Text("images/jpeg.png", "?").Mask("masks/jpeg.png", 0, 0, 0, 0)
            .Image("images/colour.png").Image("masks/colour.png", 5)
            .Pair("high", "", 0, 1, 9, 2).Text("classes.txt", "a\nb\nc");
        Assert.Equal(
            $"""
            {folder.Path}: 6 files cannot be used:
              images/jpeg.png: this is no image file known here, expected a PNG
              images/nomask.png: has no mask masks/nomask.png
              masks/colour.png: a mask in colours: row 0, column 0 is (5, 0, 0). Expected class indices: save it as a grey or a palette PNG with one index a class
              masks/high.png: label 9 at row 1, column 0, but the classes are 0 to 2; if such pixels are to be left out: --ignore 9
              masks/noimage.png: has no image images/noimage.png
              masks/size.png: is 2 x 1 (width x height), but its image is 2 x 2
            """,
            Fault());
    }

    [Fact]
    public void Of_many_faults_ten_are_shown_and_the_rest_counted()
    {
        for (int i = 10; i < 35; i++) folder.Image($"images/{i}.png");
        folder.Pair("a");
        var fault = Assert.Throws<DatasetException>(() => Load());
        Assert.Equal(25, fault.Faults.Count);
        string[] lines = fault.Message.Split('\n');
        Assert.Equal(12, lines.Length);
        Assert.Equal("  images/19.png: has no mask masks/19.png", lines[10]);
        Assert.Equal("  and 15 more", lines[11]);
    }

    [Fact]
    public void A_counterpart_under_another_name_or_in_another_format_is_pointed_out()
    {
        folder.Image("images/a.png").Mask("masks/a_mask.png", 0, 0, 0, 0).Image("images/b.png").Text("masks/b.tif", "").Pair("c");
        string[] lines = Fault().Split('\n');
        Assert.Contains("  images/a.png: has no mask masks/a.png; if masks/a_mask.png is it, rename it", lines);
        Assert.Contains("  images/b.png: has no mask masks/b.png; convert masks/b.tif to PNG", lines);
    }

    [Fact]
    public void A_255_far_above_the_other_labels_is_no_class_that_one_forgot_to_name()
    {
        folder.Pair("a", "", 0, 1, 2, 255).Pair("b");
        const string Expected = "masks/a.png: label 255 at row 1, column 1, but the classes are 0 to 2; if such pixels are to be left out: --ignore 255";
        Assert.EndsWith(Expected, Fault());
    }

    [Fact]
    public void Images_in_another_format_are_named()
    {
        folder.Text("images/a.tif", "").Text("images/b.tif", "").Mask("masks/a.png", 0, 0, 0, 0);
        Assert.Equal($"{folder.Path}: images/ has no PNG or JPEG, but a.tif and 1 more; convert them to PNG.", Fault());
    }

    [Fact]
    public void Masks_are_no_jpegs()
    {
        folder.Image("images/a.png").Text("masks/a.jpg", "");
        Assert.Equal($"{folder.Path}: masks/ has no PNG, but a.jpg; convert them to PNG.", Fault());
    }

    [Fact]
    public void Images_may_be_jpegs()
    {
        Assert.SkipUnless(JpegFile.IsAvailable, "libjpeg-turbo (libturbojpeg0) is not installed: JPEG is not tested.");
        Directory.CreateDirectory(Path.Combine(folder.Path, "images"));
        File.Copy(TestJpeg.Pillow("color.jpg"), folder["images/a.jpg"]);
        File.Copy(TestJpeg.Pillow("progressive.jpeg"), folder["images/b.JPEG"]);
        ushort[] labels = new ushort[27 * 21];
        labels[5] = 1;
        foreach (string stem in new[] { "a", "b" })
            PngFile.WriteLabelMap(folder.Mask($"masks/{stem}.png", 0, 1)[$"masks/{stem}.png"], new LabelMap(27, 21, labels), ClassPalette.Standard);
        SegmentationDataset dataset = Load();
        RasterImage image = dataset.Training[0].Image;
        Assert.Equal((27, 21, 3), (image.Width, image.Height, image.Channels));

        folder.Text("images/c.jpg", "?").Mask("masks/c.png", 0, 1);
        Assert.Equal($"{folder.Path}: 1 file cannot be used:\n  images/c.jpg: this is no image file known here, expected a JPEG", Fault());
    }

    [Fact]
    public void One_image_cannot_be_split()
    {
        folder.Pair("a");
        const string Expected = "has one image, so none is left to validate on; add images, or put some into train/ and others into val/.";
        Assert.Equal($"{folder.Path}: {Expected}", Fault());
    }

    [Fact]
    public void A_folder_that_is_no_dataset_is_described()
    {
        const string Expected = "expected images/ and masks/, or train/ and val/ with images/ and masks/ in each; found nothing.";
        Assert.Equal($"{folder.Path}: {Expected}", Fault());
        folder.Text("readme.txt", "").Image("pictures/a.png");
        Assert.EndsWith("; found pictures/, readme.txt.", Fault());
        folder.Image("images/a.png");
        Assert.Equal($"{folder.Path}: expected masks/ there, with a PNG for each image.", Fault());
        Directory.CreateDirectory(Path.Combine(folder.Path, "masks"));
        Assert.Equal($"{folder.Path}: masks/ is empty; expected PNG files.", Fault());
        folder.Pair("b", "train/");
        Assert.Equal($"{folder.Path}: has both images/ and train/; expected one or the other.", Fault());
        Assert.Equal("/nowhere: there is no such folder.", Assert.Throws<DatasetException>(() => DatasetFolder.Load("/nowhere")).Message);
    }

    [Theory]
    [InlineData("", "is empty; expected a class name a line.")]
    [InlineData("a\n\nb", "line 2 is empty; expected the name of class 1.")]
    [InlineData("a\nb\na", "lines 1 and 3 are both \"a\".")]
    public void A_list_of_classes_that_cannot_be_meant_is_refused(string text, string expected)
    {
        folder.Pair("a").Pair("b").Text("classes.txt", text);
        Assert.Equal($"{Path.Combine(folder.Path, "classes.txt")}: {expected}", Fault());
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        folder.Pair("a").Pair("b");
        Assert.StartsWith("The validation fraction is 1;", Fault(new() { ValidationFraction = 1 }));
        Assert.Equal("no.txt: there is no such file; expected a class name a line.", Fault(new() { ClassesFile = "no.txt" }));
    }

    [Fact]
    public void Masks_of_one_class_are_refused()
    {
        folder.Pair("a", "", 0, 0, 0, 0).Pair("b", "", 0, 0, 0, 0);
        Assert.Equal($"{folder.Path}: the masks hold label 0 alone; expected two classes or more.", Fault());
        string fault = Fault(new() { IgnoreLabel = 0 });
        Assert.Equal($"{folder.Path}: the masks hold no label that counts; expected two classes or more.", fault);
    }

    SegmentationDataset Load(DatasetFolderOptions? options = null) => DatasetFolder.Load(folder.Path, options);

    string Fault(DatasetFolderOptions? options = null) => Assert.Throws<DatasetException>(() => Load(options)).Message;
}
