using SegLab.Imaging.Png;

namespace SegLab.Imaging.Tests.Png;

public class PngReadingTests
{
    static readonly byte[] rainbow = [.. Enumerable.Range(0, 256).SelectMany(i => new[] { (byte)i, (byte)(255 - i), (byte)(i * 7) })];

    public static TheoryData<PngColorType, int, bool> EveryKind()
    {
        var data = new TheoryData<PngColorType, int, bool>();
        foreach (bool interlaced in new[] { false, true })
        {
            foreach (int depth in new[] { 1, 2, 4, 8, 16 }) data.Add(PngColorType.Grey, depth, interlaced);
            foreach (int depth in new[] { 1, 2, 4, 8 }) data.Add(PngColorType.Palette, depth, interlaced);
            foreach (int depth in new[] { 8, 16 })
            {
                data.Add(PngColorType.Color, depth, interlaced);
                data.Add(PngColorType.GreyAlpha, depth, interlaced);
                data.Add(PngColorType.ColorAlpha, depth, interlaced);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(EveryKind))]
    public void Every_kind_of_png_gives_its_samples(PngColorType type, int depth, bool interlaced)
    {
        foreach ((int width, int height) in new[] { (1, 1), (3, 2), (5, 9), (8, 8), (33, 17) })
        {
            TestPng png = Make(type, depth, interlaced, width, height);
            PngImage image = Read(png);
            Assert.Equal((width, height, depth, type), (image.Width, image.Height, image.BitDepth, image.ColorType));
            for (int row = 0; row < height; row++)
            {
                for (int column = 0; column < width; column++)
                {
                    for (int channel = 0; channel < png.Channels; channel++)
                        Assert.Equal(png.Value(row, column, channel), image[row, column, channel]);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(EveryKind))]
    public void As_an_image_grey_is_one_channel_and_colour_three(PngColorType type, int depth, bool interlaced)
    {
        TestPng png = Make(type, depth, interlaced, 11, 6);
        RasterImage image = Read(png).ToRasterImage();
        bool grey = type is PngColorType.Grey or PngColorType.GreyAlpha;
        Assert.Equal(grey ? 1 : 3, image.Channels);
        Assert.Equal(depth == 16 ? 65535 : 255, image.Maximum);
        for (int row = 0; row < 6; row++)
        {
            for (int column = 0; column < 11; column++)
            {
                for (int channel = 0; channel < image.Channels; channel++)
                {
                    int expected = type == PngColorType.Palette ? rainbow[3 * png.Value(row, column) + channel]
                        : depth >= 8 ? png.Value(row, column, channel)
                        : (int)Math.Round(255.0 * png.Value(row, column) / (Math.Pow(2, depth) - 1));
                    Assert.Equal(expected, image[channel, row, column]);
                }
            }
        }
    }

    [Theory]
    [InlineData(PngColorType.Grey, 1)]
    [InlineData(PngColorType.Grey, 4)]
    [InlineData(PngColorType.Grey, 8)]
    [InlineData(PngColorType.Grey, 16)]
    [InlineData(PngColorType.GreyAlpha, 8)]
    [InlineData(PngColorType.Palette, 2)]
    [InlineData(PngColorType.Palette, 8)]
    public void As_a_mask_samples_and_palette_indices_are_the_labels(PngColorType type, int depth)
    {
        TestPng png = Make(type, depth, interlaced: false, 9, 7);
        LabelMap mask = Read(png).ToLabelMap();
        for (int row = 0; row < 7; row++)
        {
            for (int column = 0; column < 9; column++) Assert.Equal(png.Value(row, column), mask[row, column]);
        }
    }

    [Theory]
    [InlineData(PngColorType.Color, 8)]
    [InlineData(PngColorType.ColorAlpha, 16)]
    public void A_grey_mask_saved_in_colour_is_read_as_grey(PngColorType type, int depth)
    {
        var png = new TestPng(4, 4, depth, type) { Sample = (row, column, channel) => channel == 3 ? 9 : row * 4 + column };
        LabelMap mask = Read(png).ToLabelMap();
        Assert.Equal(Enumerable.Range(0, 16).Select(i => (ushort)i), mask.Labels.ToArray());
    }

    [Fact]
    public void A_mask_in_colours_is_refused_by_name_and_place()
    {
        var png = new TestPng(3, 3, 8, PngColorType.Color) { Sample = (row, column, channel) => (row, column) == (1, 2) ? channel * 10 : 7 };
        var fault = Assert.Throws<InvalidDataException>(() => Read(png).ToLabelMap());
        Assert.Equal(
            "test.png: a mask in colours: row 1, column 2 is (0, 10, 20). "
            + "Expected class indices: save it as a grey or a palette PNG with one index a class.",
            fault.Message);
    }

    [Fact]
    public void An_index_beyond_the_palette_is_refused_in_an_image_but_is_a_label_in_a_mask()
    {
        var png = new TestPng(4, 1, 8, PngColorType.Palette) { Sample = (_, column, _) => column, Palette = rainbow[..9] };
        PngImage image = Read(png);
        Assert.Equal(3, image.ToLabelMap()[0, 3]);
        var fault = Assert.Throws<InvalidDataException>(image.ToRasterImage);
        Assert.Equal("test.png: row 0, column 3 has the palette index 3, but the palette has 3 colours.", fault.Message);
    }

    [Fact]
    public void Image_data_may_come_in_many_chunks_and_unknown_chunks_that_do_not_matter_are_skipped()
    {
        TestPng plain = Make(PngColorType.Color, 8, interlaced: false, 20, 20);
        TestPng split = plain with
        {
            ChunkLength = 7,
            Extra = [("tEXt", "Comment\0hello"u8.ToArray()), ("gAMA", [0, 0, 177, 143]), ("tRNS", [0, 1, 0, 2, 0, 3]), ("zzZz", [])],
        };
        Assert.Equal(Read(plain).ToRasterImage().Bytes, Read(split).ToRasterImage().Bytes);
    }

    [Fact]
    public void Bytes_behind_the_end_are_ignored()
    {
        TestPng png = Make(PngColorType.Grey, 8, interlaced: false, 5, 5);
        byte[] longer = [.. png.ToBytes(), 1, 2, 3];
        Assert.Equal(png.Value(4, 4), PngFile.Read(new MemoryStream(longer), "test.png")[4, 4]);
    }

    [Fact]
    public void A_png_that_another_program_wrote_is_read()
    {
        // One pixel, half opaque; its image data decompress to the bytes 1 (the filter), 0, 255, 0, 127.
        byte[] file = Convert.FromBase64String(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
        PngImage image = PngFile.Read(new MemoryStream(file), "dot");
        Assert.Equal((1, 1, PngColorType.ColorAlpha), (image.Width, image.Height, image.ColorType));
        Assert.Equal((0, 255, 0, 127), (image[0, 0, 0], image[0, 0, 1], image[0, 0, 2], image[0, 0, 3]));
    }

    static TestPng Make(PngColorType type, int depth, bool interlaced, int width, int height)
        => new(width, height, depth, type, interlaced) { Palette = type == PngColorType.Palette ? rainbow[..(3 << depth)] : [] };

    static PngImage Read(TestPng png) => PngFile.Read(new MemoryStream(png.ToBytes()), "test.png");
}
