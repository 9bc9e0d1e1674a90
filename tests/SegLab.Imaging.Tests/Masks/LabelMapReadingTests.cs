using System.Numerics.Tensors;
using SegLab.Imaging.Masks;
using SegLab.Imaging.Npy;
using SegLab.Imaging.Png;
using SegLab.Imaging.Tests.Png;

namespace SegLab.Imaging.Tests.Masks;

public sealed class LabelMapReadingTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<PngColorType, int, bool> IndexKinds()
    {
        var kinds = new TheoryData<PngColorType, int, bool>();
        foreach (bool interlaced in new[] { false, true })
        {
            foreach (int depth in new[] { 1, 2, 4, 8, 16 }) kinds.Add(PngColorType.Grey, depth, interlaced);
            foreach (int depth in new[] { 1, 2, 4, 8 }) kinds.Add(PngColorType.Palette, depth, interlaced);
            foreach (int depth in new[] { 8, 16 }) kinds.Add(PngColorType.GreyAlpha, depth, interlaced);
        }

        return kinds;
    }

    [Theory]
    [MemberData(nameof(IndexKinds))]
    public void Grey_samples_and_palette_indices_are_labels(PngColorType type, int depth, bool interlaced)
    {
        // Wider than a block of rows, so that rows that hang together are read apart.
        byte[] palette = type == PngColorType.Palette ? new byte[3 << depth] : [];
        var png = new TestPng(depth == 16 ? 1500 : 3001, 23, depth, type, interlaced) { Palette = palette };
        string path = Write("mask.png", png.ToBytes());
        LabelVolume labels = LabelMapFile.Read(path);
        Assert.Equal(new MaskShape(23, png.Width), labels.Shape);
        Assert.Equal(labels.Shape, LabelMapFile.ReadShape(path));
        Assert.Null(labels.Spacing);
        Assert.Equal(depth < 16, labels.HasBytes);
        int[] expected = [.. Enumerable.Range(0, 23 * png.Width).Select(i => png.Value(i / png.Width, i % png.Width))];
        int[] actual = new int[expected.Length];
        labels.CopyTo(actual);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Sixteen_bits_that_hold_small_labels_come_as_bytes()
    {
        var png = new TestPng(40, 50, 16, PngColorType.Grey) { Sample = (row, column, _) => row + column };
        LabelVolume labels = LabelMapFile.Read(Write("mask.png", png.ToBytes()));
        Assert.True(labels.HasBytes);
        Assert.Equal(88, labels[1999]);
    }

    [Theory]
    [InlineData(PngColorType.Color)]
    [InlineData(PngColorType.ColorAlpha)]
    public void Colours_become_classes_by_a_table(PngColorType type)
    {
        byte[][] colors = [[128, 64, 128], [0, 0, 142], [0, 0, 0], [119, 11, 32]];
        int[] classes = [0, 13, 255, 18];
        var png = new TestPng(70, 40, 8, type) { Sample = (row, column, channel) => channel == 3 ? row : colors[(row / 7 + column / 9) % 4][channel] };
        LabelVolume labels = Read(png, ClassTable.Preset("cityscapes"));
        Assert.Equal(Enumerable.Range(0, 2800).Select(i => (byte)classes[(i / 70 / 7 + i % 70 / 9) % 4]), labels.Bytes.ToArray());
    }

    [Fact]
    public void A_colour_that_is_not_in_the_table_is_named_with_file_and_pixel()
    {
        var png = new TestPng(4, 3, 8, PngColorType.Color) { Sample = (row, column, channel) => (row, column) == (2, 1) ? channel + 9 : 0 };
        string path = Write("mask.png", png.ToBytes());
        var fault = Assert.Throws<InvalidDataException>(() => LabelMapFile.Read(path, new() { Classes = ClassTable.Preset("camvid") }));
        Assert.Equal($"{path}: row 2, column 1 has the colour (9, 10, 11), which is not in the class table 'camvid'.", fault.Message);
    }

    [Fact]
    public void Colours_without_a_table_are_refused_unless_they_are_grey()
    {
        var png = new TestPng(4, 3, 8, PngColorType.Color) { Sample = (row, column, _) => 4 * row + column };
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (byte)i), Read(png, null).Bytes.ToArray());
        png = png with { BitDepth = 16, Sample = (row, column, channel) => (row, column) == (1, 2) ? 1000 + channel : 4 * row + column };
        string path = Write("mask.png", png.ToBytes());
        var fault = Assert.Throws<InvalidDataException>(() => LabelMapFile.Read(path));
        Assert.Equal(
            $"{path}: a mask in colours: row 1, column 2 is (1000, 1001, 1002). Expected class indices, or a class table that says what colours stand for.",
            fault.Message);
    }

    [Fact]
    public void Indices_become_classes_by_a_table_unless_they_are_classes_already()
    {
        var png = new TestPng(3, 2, 8, PngColorType.Grey) { Sample = (row, column, _) => row * 3 + column };
        string path = Write("mask.png", png.ToBytes());
        ClassTable table = ClassTable.Preset("ade20k");
        Assert.Equal<byte>([255, 0, 1, 2, 3, 4], LabelMapFile.Read(path, new() { Classes = table }).Bytes.ToArray());
        Assert.Equal<byte>([0, 1, 2, 3, 4, 5], LabelMapFile.Read(path, new() { Classes = table, HoldsClasses = true }).Bytes.ToArray());
    }

    [Fact]
    public void Arrays_are_masks_and_volumes()
    {
        NpyFile.Write(folder["a.npy"], Tensor<long>([2, 3], 0, 1, 2, 3, 4, 5));
        LabelVolume mask = LabelMapFile.Read(folder["a.npy"]);
        Assert.Equal((new MaskShape(2, 3), true), (mask.Shape, mask.HasBytes));
        Assert.Equal<byte>([0, 1, 2, 3, 4, 5], mask.Bytes.ToArray());

        NpyFile.Write(folder["b.npy"], Tensor<float>([1, 2, 2], -0f, 1, -2, 70_000));
        LabelVolume volume = LabelMapFile.Read(folder["b.npy"]);
        Assert.Equal((new MaskShape(1, 2, 2), false), (volume.Shape, volume.HasBytes));
        Assert.Equal<int>([0, 1, -2, 70_000], volume.Integers.ToArray());
        Assert.Equal(volume.Shape, LabelMapFile.ReadShape(folder["b.npy"]));
    }

    [Fact]
    public void The_array_of_an_archive_is_named_where_there_are_several()
    {
        var one = KeyValuePair.Create("one", NpyArray.Create(Tensor<byte>([1, 2], 1, 2)));
        var two = KeyValuePair.Create("two", NpyArray.Create(Tensor<byte>([2, 1], 3, 4)));
        NpzFile.Write(folder["a.npz"], [one], compressed: true);
        Assert.Equal<byte>([1, 2], LabelMapFile.Read(folder["a.npz"]).Bytes.ToArray());
        NpzFile.Write(folder["b.npz"], [one, two]);
        Assert.Equal<byte>([3, 4], LabelMapFile.Read(folder["b.npz"], new() { Array = "two" }).Bytes.ToArray());
        Assert.Equal(new MaskShape(2, 1), LabelMapFile.ReadShape(folder["b.npz"], new() { Array = "two" }));
        var fault = Assert.Throws<InvalidDataException>(() => LabelMapFile.Read(folder["b.npz"]));
        Assert.Equal($"{folder["b.npz"]}: it has the arrays one, two; say which to read.", fault.Message);
    }

    [Fact]
    public void Numbers_and_shapes_that_are_no_label_map_s_are_refused()
    {
        NpyFile.Write(folder["a.npy"], Tensor<double>([1, 2], 0, 0.5));
        NpyFile.Write(folder["b.npy"], Tensor<long>([1, 2], 0, 1L << 31));
        NpyFile.Write(folder["c.npy"], Tensor<float>([1, 2], float.NaN, 0));
        NpyFile.Write(folder["d.npy"], Tensor<byte>([2], 1, 2));
        NpyFile.Write(folder["e.npy"], Tensor<byte>([0, 2]));
        Assert.StartsWith("row 0, column 1 is 0.5, which is no label; expected whole numbers of 32 bits", Fault("a.npy"));
        Assert.StartsWith("row 0, column 1 is 2147483648, which is no label", Fault("b.npy"));
        Assert.StartsWith("row 0, column 0 is NaN, which is no label", Fault("c.npy"));
        Assert.StartsWith("its shape (2) is no label map's; expected [height, width] or [depth, height, width]", Fault("d.npy"));
        Assert.StartsWith("its shape (0, 2) is no label map's", Fault("e.npy"));
    }

    [Fact]
    public void The_content_of_a_file_tells_what_it_is_and_not_its_name()
    {
        byte[] png = new TestPng(2, 1, 8, PngColorType.Grey) { Sample = (_, column, _) => column + 5 }.ToBytes();
        Assert.Equal<byte>([5, 6], LabelMapFile.Read(Write("mask.npy", png)).Bytes.ToArray());
        Write("a.png", [0xFF, 0xD8, 0xFF, 0xE0, 0, 0]);
        Write("b.png", "GIF89a"u8.ToArray());
        Write("c.png", []);
        Write("d.png", "hello there"u8.ToArray());
        Assert.Equal("this is a JPEG, which changes labels; save masks as PNG.", Fault("a.png"));
        Assert.Equal("this is a GIF, expected a PNG, NPY, NPZ or NIfTI file.", Fault("b.png"));
        Assert.Equal("the file is empty, expected a PNG, NPY, NPZ or NIfTI file.", Fault("c.png"));
        Assert.Equal("this is no image file known here, expected a PNG, NPY, NPZ or NIfTI file.", Fault("d.png"));
    }

    [Fact]
    public void A_reader_reads_small_and_large_bytes_and_integers_in_turn()
    {
        var reader = new LabelMapReader();
        foreach (int size in new[] { 5, 700, 3, 900, 1 })
        {
            foreach (int depth in new[] { 16, 8, 1 })
            {
                var png = new TestPng(size, size / 2 + 1, depth, PngColorType.Grey) { Sample = (row, column, _) => row * row + column };
                LabelVolume labels = reader.Read(Write("mask.png", png.ToBytes()));
                for (int i = 0; i < labels.Count; i += 17) Assert.Equal(png.Value(i / size, i % size), labels[i]);
                Assert.Equal(size * (size / 2 + 1), labels.Count);
            }
        }
    }

    [Fact]
    public void A_reader_takes_little_memory_for_each_file()
    {
        string path = Write("mask.png", new TestPng(300, 200, 8, PngColorType.Grey) { Sample = (row, _, _) => row / 50 }.ToBytes());
        var reader = new LabelMapReader(new() { Classes = ClassTable.Preset("camvid") });
        reader.Read(path);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) reader.Read(path);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100 * 2000);
    }

    string Fault(string name)
    {
        string path = folder[name], message = Assert.Throws<InvalidDataException>(() => LabelMapFile.Read(path)).Message;
        Assert.StartsWith(path + ": ", message);
        return message[(path.Length + 2)..];
    }

    LabelVolume Read(TestPng png, ClassTable? classes) => LabelMapFile.Read(Write("mask.png", png.ToBytes()), new() { Classes = classes });

    string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(folder[name], bytes);
        return folder[name];
    }

    static ReadOnlyTensorSpan<T> Tensor<T>(nint[] shape, params T[] values) => new(values, shape);
}
