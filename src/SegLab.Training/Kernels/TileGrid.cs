namespace SegLab.Training.Kernels;

/// <summary>A batch of planes cut into tiles of 4 x 4 pixels, numbered image by image, row by row; the last of a row or column may stick out.</summary>
readonly struct TileGrid(int batch, int height, int width)
{
    /// <summary>Pixels of a tile's edge.</summary>
    public const int Edge = 4;

    public readonly int Batch = batch;
    public readonly int Height = height;
    public readonly int Width = width;
    public readonly int Rows = (height + Edge - 1) / Edge;
    public readonly int Columns = (width + Edge - 1) / Edge;

    public int Count => Batch * Rows * Columns;

    public long Pixels => (long)Batch * Height * Width;

    /// <summary>Where a tile lies.</summary>
    public (int Image, int Row, int Column) Locate(int tile)
    {
        (int row, int column) = Math.DivRem(tile, Columns);
        (int image, row) = Math.DivRem(row, Rows);
        return (image, row, column);
    }
}
