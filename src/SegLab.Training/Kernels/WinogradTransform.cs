using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace SegLab.Training.Kernels;

/// <summary>
/// Carries tiles of one block of channels between planes and the transformed domain, where a tile's 36 values stand a position stride
/// apart and neighbouring tiles sixteen floats.
/// </summary>
static unsafe class WinogradTransform
{
    const int Lanes = BlockedMap.Lanes;
    const int Size = 6;

    /// <summary>Tiles of a row that are transformed together and share the columns where they overlap.</summary>
    const int Run = 4;

    /// <summary>How far ahead lines are asked for, in floats.</summary>
    const int Ahead = TileGrid.Edge * Run * Lanes;

    /// <summary>Floats of scratch that a transform needs.</summary>
    public const int ScratchLength = (TileGrid.Edge * Run + 2) * Size * Lanes;

    /// <summary>B'dB of the 6 x 6 windows around tiles [first, end); beyond the plane lie zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Input<TLoad>(
        TLoad load, nint imageStride, TileGrid grid, int first, int end, float* to, nint positionStride, float* scratch)
        where TLoad : struct, IPixelLoad
    {
        (int image, int row, int column) = grid.Locate(first);
        nint rowStride = (nint)grid.Width * Lanes;
        while (first < end)
        {
            int tiles = Math.Min(Math.Min(Run, grid.Columns - column), end - first);
            int top = row * TileGrid.Edge - 1, left = column * TileGrid.Edge - 1;
            int columns = tiles * TileGrid.Edge + 2;
            int below = grid.Height - top;
            bool inside = top >= 0 && below >= Size;
            float* cell = scratch;
            nint offset = image * imageStride + top * rowStride + (nint)left * Lanes;
            for (int x = left; x < left + columns; x++, cell += Size * Lanes, offset += Lanes)
            {
                if (x < 0 || x >= grid.Width)
                {
                    for (int i = 0; i < Size; i++) V.Zero.StoreAligned(cell + i * Lanes);
                }
                else if (inside)
                {
                    // The two rows above these were read with the tiles above.
                    nint ahead = offset + Ahead;
                    load.Prefetch(ahead + 2 * rowStride);
                    load.Prefetch(ahead + 3 * rowStride);
                    load.Prefetch(ahead + 4 * rowStride);
                    load.Prefetch(ahead + 5 * rowStride);
                    WinogradArithmetic.Input(
                        load.Load(offset), load.Load(offset + rowStride), load.Load(offset + 2 * rowStride), load.Load(offset + 3 * rowStride),
                        load.Load(offset + 4 * rowStride), load.Load(offset + 5 * rowStride), cell, Lanes);
                }
                else
                {
                    // Row 1 is the tile's own first and exists; only row 0 can lie above the plane, and the others below it.
                    WinogradArithmetic.Input(
                        top >= 0 ? load.Load(offset) : V.Zero,
                        load.Load(offset + rowStride),
                        below > 2 ? load.Load(offset + 2 * rowStride) : V.Zero,
                        below > 3 ? load.Load(offset + 3 * rowStride) : V.Zero,
                        below > 4 ? load.Load(offset + 4 * rowStride) : V.Zero,
                        below > 5 ? load.Load(offset + 5 * rowStride) : V.Zero,
                        cell, Lanes);
                }
            }

            for (int tile = 0; tile < tiles; tile++, to += Lanes)
            {
                float* window = scratch + tile * TileGrid.Edge * Size * Lanes;
                for (int i = 0; i < Size; i++, window += Lanes)
                {
                    WinogradArithmetic.Input(
                        Vector512.LoadAligned(window), Vector512.LoadAligned(window + Size * Lanes),
                        Vector512.LoadAligned(window + 2 * Size * Lanes), Vector512.LoadAligned(window + 3 * Size * Lanes),
                        Vector512.LoadAligned(window + 4 * Size * Lanes), Vector512.LoadAligned(window + 5 * Size * Lanes),
                        to + i * Size * positionStride, positionStride);
                }
            }

            first += tiles;
            Advance(in grid, tiles, ref image, ref row, ref column);
        }
    }

    /// <summary>A'mA of tiles [first, end), without what sticks out of the plane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Output<TStore>(
        TStore store, nint imageStride, TileGrid grid, int first, int end, float* from, nint positionStride, float* scratch)
        where TStore : struct, IPixelStore
    {
        (int image, int row, int column) = grid.Locate(first);
        nint rowStride = (nint)grid.Width * Lanes;
        for (; first < end; first++, from += Lanes)
        {
            for (int i = 0; i < Size; i++)
            {
                WinogradArithmetic.Output(from + i * Size * positionStride, positionStride, out V y0, out V y1, out V y2, out V y3);
                float* cell = scratch + i * Lanes;
                y0.StoreAligned(cell);
                y1.StoreAligned(cell + Size * Lanes);
                y2.StoreAligned(cell + 2 * Size * Lanes);
                y3.StoreAligned(cell + 3 * Size * Lanes);
            }

            int rows = Math.Min(TileGrid.Edge, grid.Height - row * TileGrid.Edge);
            int columns = Math.Min(TileGrid.Edge, grid.Width - column * TileGrid.Edge);
            nint offset = image * imageStride + row * TileGrid.Edge * rowStride + (nint)column * TileGrid.Edge * Lanes;
            for (int x = 0; x < columns; x++, offset += Lanes)
            {
                nint ahead = offset + Ahead;
                store.Prefetch(ahead);
                store.Prefetch(ahead + rowStride);
                store.Prefetch(ahead + 2 * rowStride);
                store.Prefetch(ahead + 3 * rowStride);
                WinogradArithmetic.Output(scratch + x * Size * Lanes, Lanes, out V y0, out V y1, out V y2, out V y3);
                store.Store(offset, y0);
                if (rows > 1) store.Store(offset + rowStride, y1);
                if (rows > 2) store.Store(offset + 2 * rowStride, y2);
                if (rows > 3) store.Store(offset + 3 * rowStride, y3);
            }

            Advance(in grid, 1, ref image, ref row, ref column);
        }

        store.Finish();
    }

    /// <summary>A dY A' of tiles [first, end): the gradient with respect to the products, from the one with respect to the outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void OutputGradient<TLoad>(
        TLoad load, nint imageStride, TileGrid grid, int first, int end, float* to, nint positionStride, float* scratch)
        where TLoad : struct, IPixelLoad
    {
        (int image, int row, int column) = grid.Locate(first);
        nint rowStride = (nint)grid.Width * Lanes;
        for (; first < end; first++, to += Lanes)
        {
            int rows = Math.Min(TileGrid.Edge, grid.Height - row * TileGrid.Edge);
            int columns = Math.Min(TileGrid.Edge, grid.Width - column * TileGrid.Edge);
            nint offset = image * imageStride + row * TileGrid.Edge * rowStride + (nint)column * TileGrid.Edge * Lanes;
            for (int x = 0; x < TileGrid.Edge; x++, offset += Lanes)
            {
                nint ahead = offset + Ahead;
                load.Prefetch(ahead);
                load.Prefetch(ahead + rowStride);
                load.Prefetch(ahead + 2 * rowStride);
                load.Prefetch(ahead + 3 * rowStride);
                bool exists = x < columns;
                WinogradArithmetic.OutputGradient(
                    exists ? load.Load(offset) : V.Zero,
                    exists && rows > 1 ? load.Load(offset + rowStride) : V.Zero,
                    exists && rows > 2 ? load.Load(offset + 2 * rowStride) : V.Zero,
                    exists && rows > 3 ? load.Load(offset + 3 * rowStride) : V.Zero,
                    scratch + x * Size * Lanes, Lanes);
            }

            float* cell = scratch;
            for (int i = 0; i < Size; i++, cell += Lanes)
            {
                WinogradArithmetic.OutputGradient(
                    Vector512.LoadAligned(cell), Vector512.LoadAligned(cell + Size * Lanes), Vector512.LoadAligned(cell + 2 * Size * Lanes),
                    Vector512.LoadAligned(cell + 3 * Size * Lanes), to + i * Size * positionStride, positionStride);
            }

            Advance(in grid, 1, ref image, ref row, ref column);
        }
    }

    static void Advance(in TileGrid grid, int tiles, ref int image, ref int row, ref int column)
    {
        column += tiles;
        if (column < grid.Columns) return;
        column = 0;
        if (++row < grid.Rows) return;
        row = 0;
        image++;
    }
}
