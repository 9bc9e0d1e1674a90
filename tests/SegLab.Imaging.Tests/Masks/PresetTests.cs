using SegLab.Imaging.Masks;

namespace SegLab.Imaging.Tests.Masks;

/// <summary>What the published tables of the datasets say.</summary>
public sealed class PresetTests
{
    [Theory]
    [InlineData("cityscapes", 19, "road", "bicycle")]
    [InlineData("voc", 21, "background", "tvmonitor")]
    [InlineData("ade20k", 150, "wall", "flag")]
    [InlineData("camvid", 11, "sky", "bicyclist")]
    public void Classes_are_those_that_are_scored(string preset, int count, string first, string last)
    {
        ClassTable table = ClassTable.Preset(preset);
        Assert.Equal((count, first, last), (table.ClassNames.Count, table.ClassNames[0], table.ClassNames[^1]));
        Assert.Equal(255, table.IgnoreLabel);
        Assert.Equal(count, table.ClassNames.Distinct().Count());
        Assert.Equal(preset == "ade20k" ? [48] : [], Enumerable.Range(0, count).Where(k => table.ClassColors[k] is null));
    }

    [Fact]
    public void Every_preset_is_in_the_list()
        => Assert.All(ClassTable.PresetNames, name => Assert.NotEmpty(ClassTable.Preset(name).ClassNames));

    [Fact]
    public void Cityscapes_scores_19_of_34_label_ids()
    {
        int[] ids = [7, 8, 11, 12, 13, 17, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 31, 32, 33];
        Assert.Equal(Enumerable.Range(0, 19), Replace("cityscapes", ids));
        Assert.All(Replace("cityscapes", [.. Enumerable.Range(0, 34).Except(ids)]), label => Assert.Equal(255, label));
    }

    [Fact]
    public void Pascal_voc_keeps_its_indices()
    {
        int[] labels = [.. Enumerable.Range(0, 21), 255];
        Assert.Equal(labels, Replace("voc", labels));
    }

    [Fact]
    public void Pascal_voc_has_the_colours_of_its_development_kit()
    {
        // The bits of an index, the lowest first, go to red, green and blue in turn, the highest bit of each first.
        IReadOnlyList<RgbColor?> colors = ClassTable.Preset("voc").ClassColors;
        for (int k = 0; k < colors.Count; k++)
        {
            int[] sums = [0, 0, 0];
            for (int bit = 0; bit < 8; bit++) sums[bit % 3] += ((k >> bit) & 1) * (128 >> (bit / 3));
            Assert.Equal(new RgbColor((byte)sums[0], (byte)sums[1], (byte)sums[2]), colors[k]);
        }

        Assert.Equal(255, ClassTable.Preset("voc").ClassOf(new RgbColor(224, 224, 192)));
    }

    [Fact]
    public void Ade20k_counts_from_one_and_zero_is_other()
        => Assert.Equal([255, .. Enumerable.Range(0, 150)], Replace("ade20k", [.. Enumerable.Range(0, 151)]));

    [Fact]
    public void Camvid_has_void_behind_its_classes()
        => Assert.Equal([.. Enumerable.Range(0, 11), 255], Replace("camvid", [.. Enumerable.Range(0, 12)]));

    [Theory]
    [InlineData("camvid", 64, 128, 64, "pedestrian")] // Animal
    [InlineData("camvid", 192, 0, 64, "road")] // LaneMkgsNonDriv
    [InlineData("camvid", 60, 40, 222, "pavement")]
    [InlineData("camvid", 0, 0, 192, "pavement")]
    [InlineData("camvid", 192, 0, 192, "bicyclist")] // MotorcycleScooter
    [InlineData("cityscapes", 128, 64, 128, "road")]
    [InlineData("cityscapes", 153, 153, 153, "pole")]
    [InlineData("cityscapes", 119, 11, 32, "bicycle")]
    [InlineData("ade20k", 140, 140, 140, "road")]
    [InlineData("ade20k", 92, 0, 255, "flag")]
    public void Colours_stand_for_classes(string preset, byte red, byte green, byte blue, string name)
    {
        ClassTable table = ClassTable.Preset(preset);
        Assert.Equal(name, table.ClassNames[table.ClassOf(new RgbColor(red, green, blue))]);
    }

    [Theory]
    [InlineData("camvid", 0, 0, 0)]
    [InlineData("cityscapes", 0, 0, 0)]
    [InlineData("cityscapes", 111, 74, 0)]
    [InlineData("ade20k", 0, 0, 0)]
    public void Some_colours_are_not_scored(string preset, byte red, byte green, byte blue)
        => Assert.Equal(255, ClassTable.Preset(preset).ClassOf(new RgbColor(red, green, blue)));

    static int[] Replace(string preset, int[] labels)
    {
        var volume = new LabelVolume(new MaskShape(1, labels.Length), labels);
        ClassTable.Preset(preset).Replace(volume, "mask");
        int[] replaced = new int[labels.Length];
        volume.CopyTo(replaced);
        return replaced;
    }
}
