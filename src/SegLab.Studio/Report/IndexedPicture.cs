using SegLab.Imaging;
using SegLab.Imaging.Png;

namespace SegLab.Studio.Report;

/// <summary>Pictures of few colours as PNG with a palette, which is a fraction of the size of one with three channels.</summary>
static class IndexedPicture
{
    const int MostColours = 256;

    /// <summary>Encodes it.</summary>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="colourAt">The colour at a place of the row-major order; more than 256 different ones are not told apart.</param>
    public static byte[] Encode(int width, int height, Func<int, RgbColor> colourAt)
    {
        var indices = new Dictionary<RgbColor, int>();
        byte[] rows = new byte[width * height];
        for (int i = 0; i < rows.Length; i++)
        {
            RgbColor colour = colourAt(i);
            if (!indices.TryGetValue(colour, out int index)) indices.Add(colour, index = indices.Count % MostColours);
            rows[i] = (byte)index;
        }

        RgbColor[] palette = [.. indices.Keys.Take(MostColours)];
        return PngEncoder.Encode(new PngHeader(width, height, 8, PngColorType.Palette), rows, palette);
    }
}
