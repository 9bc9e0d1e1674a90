using SegLab.Imaging.Masks;

namespace SegLab.Imaging.Tests.Masks;

public sealed class ClassTableTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("64 128 64\tAnimal\n192 0 128\t\tArchway\n0 0 0 Void\n")]
    [InlineData("Animal,64,128,64\r\nArchway,192,0,128\r\nVoid,0,0,0\r\n")]
    [InlineData("name,r,g,b\nAnimal,64,128,64\nArchway,192,0,128\nVoid,0,0,0\n")]
    [InlineData("name, red, green, blue\nAnimal, 64, 128, 64\nArchway, 192, 0, 128\nVoid, 0, 0, 0\n")]
    [InlineData("# label:color_rgb:parts:actions\nAnimal:64,128,64::\nArchway:192,0,128::\nVoid:0,0,0::\n")]
    [InlineData("\uFEFF\n64,128,64,Animal\n\n# an arch\n192,0,128,Archway\n0,0,0,Void")]
    [InlineData("r g b name\n64 128 64 Animal\n192 0 128 Archway\n0 0 0 Void\n")]
    [InlineData("b;g;r;visible;name\n64;128;64;1;Animal\n128;0;192;1;Archway\n0;0;0;0;Void\n")]
    public void The_published_forms_of_colour_lists_are_read(string text)
    {
        ClassTable table = Read(text);
        Assert.Equal(["Animal", "Archway", "Void"], table.ClassNames);
        Assert.Equal([new(64, 128, 64), new(192, 0, 128), new(0, 0, 0)], table.ClassColors.Select(color => color!.Value));
        Assert.Null(table.IgnoreLabel);
        Assert.Equal(1, table.ClassOf(new RgbColor(192, 0, 128)));
        Assert.Equal(-1, table.ClassOf(new RgbColor(192, 0, 129)));
    }

    [Fact]
    public void Names_may_be_of_several_words()
    {
        Assert.Equal(["traffic light", "traffic sign"], Read("250 170 30 traffic light\n220 220 0 traffic  sign").ClassNames);
        Assert.Equal(["traffic light", "traffic sign"], Read("traffic light 250 170 30\ntraffic sign 220 220 0").ClassNames);
        Assert.Equal(["traffic light", "traffic sign"], Read("label name\n0 traffic light\n1 traffic sign").ClassNames);
    }

    [Fact]
    public void Labels_are_classes_where_the_table_does_not_tell_otherwise()
    {
        ClassTable table = Read("label,name\n1,b\n0,a\n");
        Assert.Equal(["a", "b"], table.ClassNames);
        Assert.False(table.HasColors);
        Assert.Equal([0, 1, 1], Replace(table, 0, 1, 1));
    }

    [Fact]
    public void Labels_become_classes_and_what_is_ignored_255()
    {
        ClassTable table = Read("label,class,name\n0,ignore,other\n7,0,road\n300,1,car\n-,ignore,\n".Replace("-,", ",", StringComparison.Ordinal));
        Assert.Equal(255, table.IgnoreLabel);
        Assert.Equal([255, 0, 1, 0], Replace(table, 0, 7, 300, 7));
    }

    [Fact]
    public void Long_masks_are_replaced_label_by_label()
    {
        ClassTable table = ClassTable.Preset("cityscapes");
        var random = new Random(5);
        int[] labels = new int[5000];
        for (int i = 0; i < labels.Length; i++) labels[i] = i > 0 && random.Next(40) > 0 ? labels[i - 1] : random.Next(34);
        int[] trainIds = [255, 255, 255, 255, 255, 255, 255, 0, 1, 255, 255, 2, 3, 4, 255, 255, 255, 5, 255, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 255, 255, 16, 17, 18];
        Assert.Equal(labels.Select(label => trainIds[label]), Replace(table, labels));
    }

    [Fact]
    public void A_label_that_is_not_in_the_table_is_refused_by_its_place()
    {
        var labels = new LabelVolume(new MaskShape(2, 3), (ReadOnlySpan<byte>)[0, 1, 2, 3, 99, 5]);
        var fault = Assert.Throws<InvalidDataException>(() => ClassTable.Preset("cityscapes").Replace(labels, "m.png"));
        Assert.Equal("m.png: row 1, column 1 has the label 99, which is not in the class table 'cityscapes'.", fault.Message);

        var wide = new LabelVolume(new MaskShape(1, 2, 2), (ReadOnlySpan<int>)[0, 1, -7, 3]);
        fault = Assert.Throws<InvalidDataException>(() => ClassTable.Preset("cityscapes").Replace(wide, "m.nii"));
        Assert.Equal("m.nii: slice 0, row 1, column 0 has the label -7, which is not in the class table 'cityscapes'.", fault.Message);
    }

    [Fact]
    public void More_than_255_classes_ignore_65535()
    {
        string lines = string.Join('\n', Enumerable.Range(0, 256).Select(k => $"{k},{k},class {k}"));
        ClassTable table = Read($"label,class,name\n{lines}\n1000,ignore,other");
        Assert.Equal(65535, table.IgnoreLabel);
        Assert.Equal([255, 65535, 0], Replace(table, 255, 1000, 0));
    }

    [Theory]
    [InlineData("", "it has no line; expected a class a line, such as 'name,r,g,b'.")]
    [InlineData("# nothing\n", "it has no line; expected a class a line, such as 'name,r,g,b'.")]
    [InlineData("64 128 Animal", "line 1: expected 'r g b name', 'name r g b', or a header such as 'label,class,r,g,b,name' in the first line.")]
    [InlineData("1 2 3 a\n1 2 256 b", "line 2: it has '256' for a sample of a colour; expected a whole number, 0 to 255.")]
    [InlineData("a:1,2:", "line 1: it has '1,2' behind the first colon, expected a colour r,g,b.")]
    [InlineData("r,g,name\n1,2,a", "line 1: the header has one or two of the columns r, g and b; expected all three or none.")]
    [InlineData("label,class\n1,2", "line 1: the header has no column 'name'.")]
    [InlineData("label,name\n1,a,b", "line 2: it has 3 fields, expected the 2 that the header names.")]
    [InlineData("label,name\n-1,a", "line 2: it has '-1' for a label; expected a whole number, 0 to 2147483647.")]
    [InlineData("label,name\n,a", "line 2: it has no label.")]
    [InlineData("label,name\n0,", "line 2: it has no name.")]
    [InlineData("label,class,name\n0,x,a", "line 2: it has 'x' for a class, or 'ignore'; expected a whole number, 0 to 65534.")]
    [InlineData("label,class,name\n0,ignore,a", "every line is ignored; expected a class.")]
    [InlineData("label,class,name\n0,0,a\n1,2,b", "line 3: it is class 2, but no line is class 1; classes count from 0.")]
    [InlineData("label,class,name\n0,0,a\n0,1,b", "line 3: its label 0 stands for another class in a line above.")]
    [InlineData("1 2 3 a\n1 2 3 b", "line 2: its colour (1, 2, 3) stands for another class in a line above.")]
    public void A_table_that_does_not_tell_what_it_means_is_refused(string text, string message)
        => Assert.Equal($"{folder["t.csv"]}: {message}", Assert.Throws<InvalidDataException>(() => Read(text)).Message);

    [Fact]
    public void A_preset_that_does_not_exist_is_refused_with_those_that_do()
    {
        string message = Assert.Throws<ArgumentException>(() => ClassTable.Preset("coco")).Message;
        Assert.StartsWith("There is no preset 'coco'; expected one of ade20k, camvid, cityscapes, voc.", message);
    }

    ClassTable Read(string text)
    {
        folder.Text("t.csv", text);
        return ClassTable.Read(folder["t.csv"]);
    }

    static int[] Replace(ClassTable table, params int[] labels)
    {
        var volume = new LabelVolume(new MaskShape(1, labels.Length), labels);
        table.Replace(volume, "mask");
        int[] replaced = new int[labels.Length];
        volume.CopyTo(replaced);
        return replaced;
    }
}
