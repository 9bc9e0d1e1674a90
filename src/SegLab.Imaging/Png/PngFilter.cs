using System.Numerics.Tensors;

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
                TensorPrimitives.Add(row, above, row);
                break;
            case Average:
                for (int i = 0; i < pixel; i++) row[i] += (byte)(above[i] >> 1);
                for (int i = pixel; i < row.Length; i++) row[i] += (byte)((row[i - pixel] + above[i]) >> 1);
                break;
            case Paeth:
                UndoPaeth(row, above, pixel);
                break;
        }
    }

    // Where the pixel to the left is the one above it, that is, where a row repeats the one above, the prediction is the byte above. A
    // mask does so most of the time, and then runs of no difference are copied.
    static void UndoPaeth(Span<byte> row, ReadOnlySpan<byte> above, int pixel)
    {
        for (int i = 0; i < pixel; i++) row[i] += above[i];
        for (int i = pixel; i < row.Length;)
        {
            if (row[i] == 0 && row.Slice(i - pixel, pixel).SequenceEqual(above.Slice(i - pixel, pixel)))
            {
                int run = row[i..].IndexOfAnyExcept((byte)0);
                if (run < 0) run = row.Length - i;
                above.Slice(i, run).CopyTo(row[i..]);
                i += run;
                if (i == row.Length) break;
            }

            int end = Math.Min(i + pixel, row.Length);
            for (; i < end; i++) row[i] += Nearest(row[i - pixel], above[i], above[i - pixel]);
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
