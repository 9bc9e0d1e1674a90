using SegLab.Imaging.Png;

namespace SegLab.Imaging.Tests.Png;

public sealed class PngWritingTests : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("seglab");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void An_image_of_8_bits_comes_back_as_it_was(int channels)
    {
        byte[] planes = [.. Enumerable.Range(0, 37 * 23 * channels).Select(i => (byte)(i * i / 50))];
        string path = Path.Combine(folder.FullName, "image.png");
        PngFile.WriteRaster(path, new RasterImage(37, 23, channels, planes));
        PngImage file = PngFile.Read(path);
        Assert.Equal((8, channels == 1 ? PngColorType.Grey : PngColorType.Color), (file.BitDepth, file.ColorType));
        Assert.Equal(planes, file.ToRasterImage().Bytes);
        Assert.Equal(["image.png"], folder.GetFiles().Select(f => f.Name));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void An_image_of_16_bits_comes_back_as_it_was(int channels)
    {
        ushort[] planes = [.. Enumerable.Range(0, 12 * 5 * channels).Select(i => (ushort)(i * 1021))];
        PngImage file = Read(PngFile.EncodeRaster(new RasterImage(12, 5, channels, planes)));
        Assert.Equal(16, file.BitDepth);
        Assert.Equal(planes, file.ToRasterImage().Words);
    }

    [Fact]
    public void A_mask_comes_back_with_its_labels_and_shows_the_colours_of_the_palette()
    {
        ushort[] labels = [.. Enumerable.Range(0, 60).Select(i => (ushort)(i % 7 == 0 ? 255 : i % 5))];
        var palette = new ClassPalette(ignoreLabel: 255);
        string path = Path.Combine(folder.FullName, "mask.png");
        PngFile.WriteLabelMap(path, new LabelMap(10, 6, labels), palette);
        PngImage file = PngFile.Read(path);
        Assert.Equal((8, PngColorType.Palette), (file.BitDepth, file.ColorType));
        Assert.Equal(labels, file.ToLabelMap().Labels);
        Assert.Equal([palette[0], palette[1], palette[2], palette[3], palette[4]], file.Palette[..5]);
        Assert.Equal(palette[255], file.Palette[255]);
    }

    [Fact]
    public void A_stream_gets_the_bytes_that_a_file_gets()
    {
        var mask = new LabelMap(2, 2, [0, 1, 2, 3]);
        var stream = new MemoryStream();
        PngFile.WriteLabelMap(stream, mask, ClassPalette.Standard);
        Assert.Equal(PngFile.EncodeLabelMap(mask, ClassPalette.Standard), stream.ToArray());
    }

    [Fact]
    public void A_file_that_is_there_is_replaced_and_one_that_cannot_be_written_leaves_nothing()
    {
        string path = Path.Combine(folder.FullName, "a.png");
        File.WriteAllText(path, "old");
        PngFile.WriteRaster(path, new RasterImage(1, 1, 1, [7]));
        Assert.Equal(7, PngFile.Read(path)[0, 0]);

        string taken = folder.CreateSubdirectory("taken.png").FullName;
        Assert.ThrowsAny<SystemException>(() => PngFile.WriteRaster(taken, new RasterImage(1, 1, 1, [7])));
        Assert.Equal(["a.png", "taken.png"], folder.GetFileSystemInfos().Select(f => f.Name).Order());
    }

    [Fact]
    public void Filters_make_a_smooth_image_much_smaller_than_its_samples()
    {
        byte[] planes = new byte[200 * 200];
        for (int i = 0; i < planes.Length; i++) planes[i] = (byte)((i % 200 * 3 + i / 200 * 5) / 4);
        Assert.InRange(PngFile.EncodeRaster(new RasterImage(200, 200, 1, planes)).Length, 67, planes.Length / 20);
    }

    [Fact]
    public void What_png_cannot_hold_is_refused()
    {
        var two = new RasterImage(1, 1, 2, [1, 2]);
        Assert.StartsWith("An image of 2 channels", Assert.Throws<ArgumentException>(() => PngFile.EncodeRaster(two)).Message);
        var mask = new LabelMap(2, 2, [0, 0, 0, 256]);
        string message = Assert.Throws<ArgumentException>(() => PngFile.EncodeLabelMap(mask, ClassPalette.Standard)).Message;
        Assert.StartsWith("Label 256 at row 1, column 1 does not fit a palette PNG", message);
    }

    static PngImage Read(byte[] file) => PngFile.Read(new MemoryStream(file), "test.png");
}
