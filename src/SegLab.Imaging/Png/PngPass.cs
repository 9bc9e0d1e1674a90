namespace SegLab.Imaging.Png;

/// <summary>One of the smaller images that an interlaced PNG stores in turn: where it starts and in what steps it goes on.</summary>
readonly record struct PngPass(int Column, int Row, int ColumnStep, int RowStep)
{
    static readonly PngPass[] whole = [new(0, 0, 1, 1)];

    static readonly PngPass[] adam7 =
    [
        new(0, 0, 8, 8), new(4, 0, 8, 8), new(0, 4, 4, 8), new(2, 0, 4, 4), new(0, 2, 2, 4), new(1, 0, 2, 2), new(0, 1, 1, 2),
    ];

    /// <summary>The passes of an image, of which some may be empty.</summary>
    public static ReadOnlySpan<PngPass> Of(PngHeader header) => header.Interlaced ? adam7 : whole;

    /// <summary>Pixels in a row of the pass.</summary>
    public int Width(PngHeader header) => Steps(header.Width, Column, ColumnStep);

    /// <summary>Rows of the pass.</summary>
    public int Height(PngHeader header) => Steps(header.Height, Row, RowStep);

    static int Steps(int length, int start, int step) => length <= start ? 0 : (length - start - 1) / step + 1;
}
