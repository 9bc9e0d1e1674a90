using SegLab.Numerics;

namespace SegLab.Training.Kernels;

/// <summary>
/// A 3 x 3 convolution of blocks of channels: transform the inputs, multiply by the transformed weights, transform back. Large maps go a
/// few tiles at a time, all three steps while these are in the cache. On small maps the weights are what is large: there one step follows
/// the other for all tiles, and each position's weights are read once.
/// </summary>
sealed unsafe class WinogradConvolution : ParallelLoop
{
    const int Lanes = BlockedMap.Lanes;

    /// <summary>Tiles at a time: many enough to reuse the weights, few enough for the cache.</summary>
    const int MostTiles = 32;

    /// <summary>A map with no more tiles is small.</summary>
    const int FewTiles = 96;

    /// <summary>With fewer groups of tiles these are made equal, and so many that two or four threads have the same to do.</summary>
    const int FewGroups = 16;

    PixelSource[] sources = [];
    PixelTarget[] targets = [];
    TileGrid grid;
    int tiles;
    Step step;
    Workspace workspace = new();

    enum Step
    {
        All,
        Input,
        Product,
        Output,
    }

    /// <summary>How many sums the last run left for each channel.</summary>
    public int Groups { get; private set; }

    /// <summary>Floats between two positions of transformed weights.</summary>
    public static nint WeightStride(int from, int to) => (nint)from * to * Lanes * Lanes + Lanes;

    /// <summary>Convolves with <see cref="Workspace.Weights"/>, <c>[36][to][from * 16][16]</c>, positions <see cref="WeightStride"/> apart.</summary>
    /// <param name="from">Blocks to read.</param>
    /// <param name="to">Blocks to write; the sums of those that have any are left in <see cref="Workspace.Partials"/>, <c>[Groups][to][2][16]</c>.</param>
    /// <param name="tileGrid">The tiles of the maps.</param>
    /// <param name="memory">Scratch memory.</param>
    public void Run(PixelSource[] from, PixelTarget[] to, TileGrid tileGrid, Workspace memory)
    {
        (sources, targets, grid, workspace) = (from, to, tileGrid, memory);
        bool few = grid.Count <= FewTiles;
        Groups = few ? 1 : (grid.Count + MostTiles - 1) / MostTiles;
        tiles = few ? grid.Count : MostTiles;
        if (!few && Groups < FewGroups)
        {
            Groups = (Groups + 3) / 4 * 4;
            tiles = (grid.Count + Groups - 1) / Groups;
            Groups = (grid.Count + tiles - 1) / tiles;
        }

        long transforms = Input(null).Length + Output(null).Length;
        workspace.Reserve(WinogradTransform.ScratchLength + (few ? 0 : transforms), (long)Groups * targets.Length * PixelTarget.SumsLength);
        if (few)
        {
            workspace.ReserveShared(transforms);
            Run(Step.Input, sources.Length);
            Run(Step.Product, WinogradArithmetic.Positions);
            Run(Step.Output, targets.Length);
        }
        else
        {
            Run(Step.All, Groups);
        }
    }

    void Run(Step what, int items)
    {
        step = what;
        Run(items, workspace.Threads);
    }

    protected override void Invoke(int item, int worker)
    {
        float* scratch = workspace.Scratch(worker);
        TransformedTiles input = Input(step == Step.All ? scratch + WinogradTransform.ScratchLength : workspace.Shared);
        TransformedTiles output = Output(input.At(WinogradArithmetic.Positions, 0));
        switch (step)
        {
            case Step.Input:
                TransformInput(item, 0, input, scratch);
                break;
            case Step.Product:
                Multiply(item, grid.Count, input, output);
                break;
            case Step.Output:
                TransformOutput(item, 0, output, scratch);
                break;
            default:
                for (int block = 0; block < sources.Length; block++) TransformInput(block, item, input, scratch);
                int count = Math.Min(tiles, grid.Count - item * tiles);
                for (int position = 0; position < WinogradArithmetic.Positions; position++) Multiply(position, count, input, output);
                for (int block = 0; block < targets.Length; block++) TransformOutput(block, item, output, scratch);
                break;
        }
    }

    TransformedTiles Input(float* values) => new(values, tiles, sources.Length);

    TransformedTiles Output(float* values) => new(values, tiles, targets.Length);

    void TransformInput(int block, int group, TransformedTiles input, float* scratch)
    {
        int first = group * tiles;
        sources[block].TransformInput(grid, first, Math.Min(first + tiles, grid.Count), input.At(0, block), input.PositionStride, scratch);
    }

    void Multiply(int position, int count, TransformedTiles input, TransformedTiles output)
    {
        nint panel = (nint)sources.Length * Lanes * Lanes;
        float* weights = workspace.Weights + position * WeightStride(sources.Length, targets.Length);
        for (int block = 0; block < targets.Length; block++, weights += panel)
        {
            MatrixProduct.Multiply<BlockStride>(
                count, input.At(position, 0), sources.Length, input.BlockStride, Lanes, weights, output.At(position, block));
        }
    }

    void TransformOutput(int block, int group, TransformedTiles output, float* scratch)
    {
        int first = group * tiles;
        float* sums = workspace.Partials + (nint)(group * targets.Length + block) * PixelTarget.SumsLength;
        targets[block].TransformOutput(
            grid, first, Math.Min(first + tiles, grid.Count), output.At(0, block), output.PositionStride, sums, scratch);
    }
}
