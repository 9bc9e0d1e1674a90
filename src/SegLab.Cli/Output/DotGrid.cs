namespace SegLab.Cli.Output;

/// <summary>Lines on a grid of dots, of which each character cell has several: eight as braille, one as ASCII.</summary>
sealed class DotGrid
{
    // Which bit of a braille character is which dot, by column and row.
    static readonly byte[,] braille = { { 0x01, 0x02, 0x04, 0x40 }, { 0x08, 0x10, 0x20, 0x80 } };

    // A dash and the gap behind it.
    const int Dash = 5, Gap = 3;

    readonly bool unicode;
    readonly byte[,] cells;

    /// <summary>An empty grid of cells.</summary>
    public DotGrid(int width, int height, bool unicode)
    {
        this.unicode = unicode;
        cells = new byte[height, width];
        (Width, Height) = unicode ? (2 * width, 4 * height) : (width, height);
    }

    /// <summary>The dots in a row.</summary>
    public int Width { get; }

    /// <summary>The rows of dots, the first on top.</summary>
    public int Height { get; }

    /// <summary>Draws through points, given in dots.</summary>
    public void Draw(IEnumerable<(double X, double Y)> points, bool dashed)
    {
        (double X, double Y)? before = null;
        int drawn = 0;
        foreach ((double X, double Y) point in points)
        {
            (double X, double Y) from = before ?? point;
            before = double.IsFinite(point.Y) ? point : null;
            if (before is null || !double.IsFinite(from.Y)) continue;
            int steps = Math.Max(1, (int)Math.Ceiling(Math.Max(Math.Abs(point.X - from.X), Math.Abs(point.Y - from.Y))));
            for (int step = 1; step <= steps; step++)
            {
                double share = (double)step / steps;
                bool isNew = Set((int)Math.Round(from.X + share * (point.X - from.X)), (int)Math.Round(from.Y + share * (point.Y - from.Y)),
                    visible: !(dashed && unicode) || drawn % (Dash + Gap) < Dash);
                if (isNew) drawn++;
            }
        }
    }

    /// <summary>Whether a cell has a dot.</summary>
    public bool IsSet(int row, int column) => cells[row, column] != 0;

    /// <summary>The dots of a cell, as bits that can be joined with those of another grid.</summary>
    public byte this[int row, int column] => cells[row, column];

    /// <summary>The braille character of some dots.</summary>
    public static char Braille(byte dots) => (char)(0x2800 + dots);

    (int X, int Y) last = (-1, -1);

    bool Set(int x, int y, bool visible)
    {
        bool isNew = last != (x, y);
        last = (x, y);
        if (!visible || x < 0 || x >= Width || y < 0 || y >= Height) return isNew;
        if (unicode) cells[y / 4, x / 2] |= braille[x % 2, y % 4];
        else cells[y, x] = 1;
        return isNew;
    }
}
