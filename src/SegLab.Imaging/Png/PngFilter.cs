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
            case Sub when pixel == 1:
                UndoSub(row);
                break;
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
            case Paeth when pixel == 1:
                UndoPaeth(row, above);
                break;
            case Paeth:
                for (int i = 0; i < pixel; i++) row[i] += above[i];
                for (int i = pixel; i < row.Length; i++) row[i] += Nearest(row[i - pixel], above[i], above[i - pixel]);
                break;
        }
    }

    // A mask is runs of one label, where no difference follows another: those go by whole vectors.
    static void UndoSub(Span<byte> row)
    {
        byte left = 0;
        for (int i = 0; i < row.Length;)
        {
            if (row[i] == 0)
            {
                int end = EndOf(0, row, i);
                row[i..end].Fill(left);
                i = end;
                continue;
            }

            row[i] = left += row[i];
            i++;
        }
    }

    // While nothing differs, the byte above is predicted where the one to the left is the one above it, and the byte to the left where the
    // row above does not change.
    static void UndoPaeth(Span<byte> row, ReadOnlySpan<byte> above)
    {
        byte left = 0, aboveLeft = 0;
        for (int i = 0; i < row.Length;)
        {
            byte up = above[i];
            if (row[i] == 0 && (left == aboveLeft || up == aboveLeft))
            {
                int end = EndOf(0, row, i);
                if (left == aboveLeft)
                {
                    above[i..end].CopyTo(row[i..]);
                }
                else
                {
                    end = Math.Min(end, EndOf(aboveLeft, above, i));
                    row[i..end].Fill(left);
                }

                i = end;
                (left, aboveLeft) = (row[i - 1], above[i - 1]);
                continue;
            }

            row[i] = left = (byte)(row[i] + Nearest(left, up, aboveLeft));
            aboveLeft = up;
            i++;
        }
    }

    static int EndOf(byte value, ReadOnlySpan<byte> row, int start)
    {
        int length = row[start..].IndexOfAnyExcept(value);
        return length < 0 ? row.Length : start + length;
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
