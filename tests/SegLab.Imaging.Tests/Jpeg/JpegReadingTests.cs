using System.Buffers.Binary;
using SegLab.Imaging.Jpeg;

namespace SegLab.Imaging.Tests.Jpeg;

public sealed class JpegReadingTests
{
    const string NotInstalled = "libjpeg-turbo (libturbojpeg0) is not installed: JPEG is not tested.";

    [Theory]
    [InlineData("color.jpg", 3)]
    [InlineData("progressive.jpeg", 3)]
    [InlineData("grey.jpg", 1)]
    public void An_image_is_read_but_for_what_the_format_loses(string file, int channels)
    {
        Assert.SkipUnless(JpegFile.IsAvailable, NotInstalled);
        RasterImage image = JpegFile.Read(TestJpeg.Pillow(file));
        Assert.Equal((TestJpeg.Width, TestJpeg.Height, channels, 255), (image.Width, image.Height, image.Channels, image.Maximum));
        for (int channel = 0; channel < channels; channel++)
        {
            for (int row = 0; row < TestJpeg.Height; row++)
            {
                for (int column = 0; column < TestJpeg.Width; column++)
                {
                    int expected = TestJpeg.Sample(row, column, channel);
                    Assert.InRange(image[channel, row, column], expected - 5, expected + 5);
                }
            }
        }
    }

    [Fact]
    public void Inks_of_a_printer_are_refused()
    {
        Assert.SkipUnless(JpegFile.IsAvailable, NotInstalled);
        string path = TestJpeg.Pillow("cmyk.jpg");
        string message = Assert.Throws<InvalidDataException>(() => JpegFile.Read(path)).Message;
        Assert.Equal($"{path}: a JPEG in the inks of a printer (CMYK), expected grey or red, green and blue.", message);
    }

    [Fact]
    public void Every_truncation_is_an_error()
    {
        Assert.SkipUnless(JpegFile.IsAvailable, NotInstalled);
        byte[] file = File.ReadAllBytes(TestJpeg.Pillow("grey.jpg"));

        // The last two bytes mark the end, and nothing of the image.
        for (int length = 0; length < file.Length - 2; length++) Assert.StartsWith("x.jpg: ", Fault(file[..length]));
    }

    [Fact]
    public void A_size_that_the_file_cannot_fill_is_an_error_before_memory_is_taken()
    {
        Assert.SkipUnless(JpegFile.IsAvailable, NotInstalled);
        byte[] file = File.ReadAllBytes(TestJpeg.Pillow("grey.jpg"));
        int frame = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(frame + 5), 60_000);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(frame + 7), 60_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal($"x.jpg: its size 60000 x 60000 cannot be in a file of {file.Length} bytes; it is truncated or damaged.", Fault(file));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Something_else_is_called_by_its_name()
    {
        Assert.Equal("x.jpg: the file is empty, expected a JPEG.", Fault([]));
        Assert.Equal("x.jpg: this is a GIF, expected a JPEG.", Fault("GIF89a"u8.ToArray()));
    }

    static string Fault(byte[] file) => Assert.Throws<InvalidDataException>(() => JpegFile.Decode(file, "x.jpg")).Message;
}
