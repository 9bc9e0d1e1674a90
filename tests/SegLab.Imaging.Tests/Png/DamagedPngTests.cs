using SegLab.Imaging.Png;

namespace SegLab.Imaging.Tests.Png;

public class DamagedPngTests
{
    static readonly TestPng sound = new(6, 5, 8, PngColorType.Color);

    [Fact]
    public void Something_else_than_a_png_is_called_by_its_name()
    {
        Assert.Equal("x.png: the file is empty, expected a PNG.", Fault([]));
        Assert.Equal("x.png: this is a JPEG, expected a PNG.", Fault([0xFF, 0xD8, 0xFF, 0xE0, 0, 0]));
        Assert.Equal("x.png: this is a TIFF, expected a PNG.", Fault("II*\0...."u8.ToArray()));
        Assert.Equal("x.png: this is a Git LFS pointer, not the file itself, expected a PNG.", Fault("version https://git-lfs.x/v1"u8.ToArray()));
        Assert.Equal("x.png: this is no image file known here, expected a PNG.", Fault([1, 2, 3]));
    }

    [Fact]
    public void Every_truncation_is_an_error()
    {
        byte[] file = sound.ToBytes();
        for (int length = 0; length < file.Length; length++) Assert.StartsWith("x.png: ", Fault(file[..length]));
    }

    [Fact]
    public void Every_flipped_bit_of_a_chunk_is_an_error()
    {
        byte[] file = sound.ToBytes();
        for (int bit = 0; bit < file.Length * 8; bit++)
        {
            file[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.StartsWith("x.png: ", Fault(file));
            file[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Theory]
    [InlineData(0, 0, "its header gives the size 0 x 5, expected 1 to 2147483647 each way.")]
    [InlineData(0, 0x80000000, "its header gives the size 2147483648 x 5, expected 1 to 2147483647 each way.")]
    [InlineData(0, 0x7FFFFFFF, "its size 2147483647 x 5 is beyond the 2147483591 bytes that one image can have here.")]
    public void A_size_that_no_image_has_is_an_error(int offset, uint size, string expected)
        => Assert.Equal("x.png: " + expected, Fault(WithHeader(offset, TestPng.BigEndian(size))));

    [Fact]
    public void A_size_that_its_data_cannot_fill_is_an_error_before_memory_is_taken()
    {
        byte[] file = WithHeader(0, [.. TestPng.BigEndian(20_000), .. TestPng.BigEndian(20_000)]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        string fault = Fault(file);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        Assert.StartsWith("x.png: its size 20000 x 20000 cannot be in ", fault);
    }

    [Theory]
    [InlineData(8, 3, "its header gives colour type 2 with 3 bits, which PNG does not have.")]
    [InlineData(9, 5, "its header gives colour type 5 with 8 bits, which PNG does not have.")]
    [InlineData(9, 3, "its pixels are palette indices, but it has no palette.")]
    [InlineData(10, 1, "its header gives compression 1, filter 0, interlace 0, expected 0, 0, and 0 or 1.")]
    [InlineData(12, 2, "its header gives compression 0, filter 0, interlace 2, expected 0, 0, and 0 or 1.")]
    public void A_header_that_png_does_not_have_is_an_error(int offset, byte value, string expected)
        => Assert.Equal("x.png: " + expected, Fault(WithHeader(offset, [value])));

    [Fact]
    public void An_unknown_chunk_that_matters_is_an_error()
    {
        TestPng png = sound with { Extra = [("CgBI", [1])] };
        Assert.Equal("x.png: chunk CgBI at byte 33 is needed to read it, but not known.", Fault(png.ToBytes()));
    }

    [Fact]
    public void Image_data_that_another_chunk_interrupts_are_an_error()
    {
        byte[] data = TestPng.Compress([0, 1]);
        byte[] file =
        [
            .. Header(1, 1), .. TestPng.Chunk("IDAT", data[..3]), .. TestPng.Chunk("tEXt", []), .. TestPng.Chunk("IDAT", data[3..]),
            .. TestPng.Chunk("IEND", []),
        ];
        Assert.Matches(@"^x\.png: chunk IDAT at byte \d+ goes on with image data that chunk tEXt had ended\.$", Fault(file));
    }

    [Fact]
    public void A_filter_that_does_not_exist_is_an_error()
    {
        byte[] file = Grey(1, 2, TestPng.Compress([0, 1, 5, 1]));
        Assert.Equal("x.png: row 1 has the filter 5, expected 0 to 4; the image data are damaged.", Fault(file));
    }

    [Fact]
    public void Too_few_rows_are_an_error()
        => Assert.Equal("x.png: the image data end in row 2 of 3.", Fault(Grey(2, 3, TestPng.Compress([0, 1, 1, 0, 2, 2, 0]))));

    [Fact]
    public void Image_data_that_do_not_match_their_own_check_sum_are_an_error()
    {
        byte[] data = TestPng.Compress([0, 1, 2]);
        data[^1] ^= 1;
        Assert.Contains("damaged", Fault(Grey(2, 1, data)));
    }

    [Fact]
    public void Random_damage_with_sound_check_sums_gives_an_image_or_the_documented_error()
    {
        TestPng[] seeds =
        [
            sound,
            sound with { Interlaced = true, BitDepth = 16 },
            new(9, 9, 2, PngColorType.Palette, Interlaced: true) { Palette = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] },
            new(13, 3, 1, PngColorType.Grey) { ChunkLength = 5 },
        ];
        var random = new Random(20240229);
        int read = 0, refused = 0;
        for (int i = 0; i < 6_000; i++)
        {
            byte[] file = Damage(seeds[i % seeds.Length].ToBytes(), random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                PngImage image = PngFile.Read(new MemoryStream(file), "fuzz");
                image.ToRasterImage();
                image.ToLabelMap();
                read++;
            }
            catch (InvalidDataException fault)
            {
                Assert.StartsWith("fuzz: ", fault.Message);
                refused++;
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 40L * 1032 * file.Length);
        }

        Assert.True(read > 100 && refused > 1_000, $"{read} read, {refused} refused: the damage is too mild or too strong");
    }

    static byte[] Damage(byte[] file, Random random)
    {
        for (int n = random.Next(1, 4); n > 0; n--)
        {
            int at = random.Next(8, file.Length);
            switch (random.Next(4))
            {
                case 0: file[at] = (byte)random.Next(256); break;
                case 1: file[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: file = [.. file[..at], .. file[Math.Min(file.Length, at + random.Next(1, 9))..]]; break;
                default: file = [.. file[..at], .. file[8..at].TakeLast(random.Next(1, 9)), .. file[at..]]; break;
            }
        }

        // Make every check sum right again, so that the damage gets past it.
        for (int at = 8; at + 12 <= file.Length;)
        {
            long length = (file[at] << 24) | (file[at + 1] << 16) | (file[at + 2] << 8) | file[at + 3];
            if (length < 0 || at + 12 + length > file.Length) break;
            TestPng.BigEndian(TestPng.CheckSum(file.AsSpan(at + 4, 4 + (int)length))).CopyTo(file, at + 8 + (int)length);
            at += 12 + (int)length;
        }

        return file;
    }

    static byte[] WithHeader(int offset, byte[] values)
    {
        byte[] file = sound.ToBytes();
        values.CopyTo(file, 16 + offset);
        TestPng.BigEndian(TestPng.CheckSum(file.AsSpan(12, 17))).CopyTo(file, 29);
        return file;
    }

    static byte[] Grey(int width, int height, byte[] data)
        => [.. Header(width, height), .. TestPng.Chunk("IDAT", data), .. TestPng.Chunk("IEND", [])];

    static byte[] Header(int width, int height)
    {
        byte[] header = [.. TestPng.BigEndian((uint)width), .. TestPng.BigEndian((uint)height), 8, 0, 0, 0, 0];
        return [137, 80, 78, 71, 13, 10, 26, 10, .. TestPng.Chunk("IHDR", header)];
    }

    static string Fault(byte[] file)
        => Assert.Throws<InvalidDataException>(() => PngFile.Read(new MemoryStream(file), "x.png")).Message;
}
