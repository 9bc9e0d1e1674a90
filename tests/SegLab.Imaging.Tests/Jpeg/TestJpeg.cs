namespace SegLab.Imaging.Tests.Jpeg;

/// <summary>JPEG files that Pillow wrote, all of the same smooth image.</summary>
static class TestJpeg
{
    public const int Width = 27, Height = 21;

    public static string Pillow(string file) => Path.Combine(AppContext.BaseDirectory, "Jpeg", "Pillow", file);

    public static int Sample(int row, int column, int channel) => 20 + 3 * row + 4 * column + 30 * channel;
}
