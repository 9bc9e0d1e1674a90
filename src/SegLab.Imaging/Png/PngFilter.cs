namespace SegLab.Imaging.Png;

/// <summary>The five ways in which PNG predicts a byte from its neighbours (PNG specification, chapter 9).</summary>
static class PngFilter
{
    public const int None = 0, Sub = 1, Up = 2, Average = 3, Paeth = 4;

    /// <summary>Turns a row of differences back into bytes, in place.</summary>
    /// <param name="filter">0 to 4.</param>
    /// <param name="row">The row as stored.</param>
    /// <param name="above">The row above it, undone already; zeros above the first row.</param>
    /// <param name="pixel">Bytes from a byte to the same one of the pixel to its left, at least 1.</param>
    public static void Undo(int filter, Span<byte> row, ReadOnlySpan<byte> above, int pixel)
    {
        above = above[..row.Length];
        pixel = Math.Min(pixel, row.Length);
        switch (filter)
        {
            case Sub:
                for (int i = pixel; i < row.Length; i++) row[i] += row[i - pixel];
                break;
            case Up:
                for (int i = 0; i < row.Length; i++) row[i] += above[i];
                break;
            case Average:
                for (int i = 0; i < pixel; i++) row[i] += (byte)(above[i] >> 1);
                for (int i = pixel; i < row.Length; i++) row[i] += (byte)((row[i - pixel] + above[i]) >> 1);
                break;
            case Paeth:
                for (int i = 0; i < pixel; i++) row[i] += above[i];
                for (int i = pixel; i < row.Length; i++) row[i] += Nearest(row[i - pixel], above[i], above[i - pixel]);
                break;
        }
    }

    /// <summary>Writes a row's differences from its prediction.</summary>
    public static void Apply(int filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int pixel, Span<byte> destination)
    {
        for (int i = 0; i < row.Length; i++)
        {
            byte left = i < pixel ? (byte)0 : row[i - pixel];
            byte aboveLeft = i < pixel ? (byte)0 : above[i - pixel];
            int prediction = filter switch
            {
                Sub => left,
                Up => above[i],
                Average => (left + above[i]) >> 1,
                Paeth => Nearest(left, above[i], aboveLeft),
                _ => 0,
            };
            destination[i] = (byte)(row[i] - prediction);
        }
    }

    static byte Nearest(byte left, byte above, byte aboveLeft)
    {
        int estimate = left + above - aboveLeft;
        int toLeft = Math.Abs(estimate - left), toAbove = Math.Abs(estimate - above), toAboveLeft = Math.Abs(estimate - aboveLeft);
        return toLeft <= toAbove && toLeft <= toAboveLeft ? left : toAbove <= toAboveLeft ? above : aboveLeft;
    }
}
