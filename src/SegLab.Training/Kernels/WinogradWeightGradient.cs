using SegLab.Numerics;

namespace SegLab.Training.Kernels;

/// <summary>
/// The gradient of a 3 x 3 convolution's transformed weights: for each of the 36 positions the product of the transformed inputs and the
/// transformed gradients of the outputs, summed over tiles. Large maps are cut into chunks that have sums of their own, to be added in
/// order. On small maps the sums are what is large: there all tiles are transformed first, and then the positions shared out.
/// </summary>
sealed unsafe class WinogradWeightGradient : ParallelLoop
{
    const int Lanes = BlockedMap.Lanes;

    /// <summary>Tiles at a time: so few that their transforms stay in the cache.</summary>
    const int MostTiles = 32;

    /// <summary>A map with no more tiles is small; tiles of a chunk, at least.</summary>
    const int FewTiles = 192;

    /// <summary>Input blocks of an item.</summary>
    const int MostBlocks = 4;

    /// <summary>Work items that a large map should give, so that all threads are kept busy to the end.</summary>
    const int WantedItems = 24;

    PixelSource[] inputs = [];
    PixelSource[] outputs = [];
    TileGrid grid;
    int tiles;
    int chunkTiles;
    int inputGroup;
    int inputGroups;
    Step step;
    Workspace workspace = new();

    enum Step
    {
        Chunk,
        Transform,
        Product,
    }

    /// <summary>How many chunks the last run had.</summary>
    public int Chunks { get; private set; }

    /// <summary>Floats from one position of a pair of blocks to the next; a vector more than needed, as for tiles.</summary>
    public const int PairStride = Lanes * Lanes + Lanes;

    /// <summary>Floats of a pair of blocks.</summary>
    public const int PairLength = WinogradArithmetic.Positions * PairStride;

    /// <summary>Leaves the sums in <see cref="Workspace.Partials"/>, <c>[Chunks][inputs][outputs][36][16 of input][16 of output]</c>, positions <see cref="PairStride"/> apart.</summary>
    /// <param name="from">What the convolution read.</param>
    /// <param name="to">The gradient of what it wrote.</param>
    /// <param name="tileGrid">The tiles of the maps.</param>
    /// <param name="memory">Scratch memory.</param>
    public void Run(PixelSource[] from, PixelSource[] to, TileGrid tileGrid, Workspace memory)
    {
        (inputs, outputs, grid, workspace) = (from, to, tileGrid, memory);
        if (grid.Count <= FewTiles)
        {
            (tiles, chunkTiles, Chunks, inputGroup) = (grid.Count, grid.Count, 1, inputs.Length);
            Reserve(shared: true);
            Run(Step.Transform, inputs.Length + outputs.Length);
            Run(Step.Product, WinogradArithmetic.Positions);
            return;
        }

        tiles = MostTiles;
        inputGroups = (inputs.Length + MostBlocks - 1) / MostBlocks;
        inputGroup = (inputs.Length + inputGroups - 1) / inputGroups;
        inputGroups = (inputs.Length + inputGroup - 1) / inputGroup;
        int chunks = Math.Clamp((WantedItems + inputGroups - 1) / inputGroups, 1, grid.Count / FewTiles);
        chunkTiles = (grid.Count + chunks * tiles - 1) / (chunks * tiles) * tiles;
        Chunks = (grid.Count + chunkTiles - 1) / chunkTiles;
        Reserve(shared: false);
        Run(Step.Chunk, Chunks * inputGroups);
    }

    void Reserve(bool shared)
    {
        long transforms = Input(null).Length + Output(null).Length;
        if (shared) workspace.ReserveShared(transforms);
        workspace.Reserve(
            WinogradTransform.ScratchLength + (shared ? 0 : transforms), (long)Chunks * inputs.Length * outputs.Length * PairLength);
    }

    void Run(Step what, int items)
    {
        step = what;
        Run(items, workspace.Threads);
    }

    protected override void Invoke(int item, int worker)
    {
        float* scratch = workspace.Scratch(worker);
        TransformedTiles input = Input(step == Step.Chunk ? scratch + WinogradTransform.ScratchLength : workspace.Shared);
        TransformedTiles output = Output(input.At(WinogradArithmetic.Positions, 0));
        switch (step)
        {
            case Step.Transform when item < inputs.Length:
                inputs[item].TransformInput(grid, 0, tiles, input.At(0, item), input.PositionStride, scratch);
                break;
            case Step.Transform:
                int block = item - inputs.Length;
                outputs[block].TransformOutputGradient(grid, 0, tiles, output.At(0, block), output.PositionStride, scratch);
                break;
            case Step.Product:
                Multiply(item, tiles, input, output, inputs.Length, workspace.Partials, add: false);
                break;
            default:
                SumChunk(item, input, output, scratch);
                break;
        }
    }

    TransformedTiles Input(float* values) => new(values, tiles, inputGroup);

    TransformedTiles Output(float* values) => new(values, tiles, outputs.Length);

    void SumChunk(int item, TransformedTiles input, TransformedTiles output, float* scratch)
    {
        (int chunk, int group) = Math.DivRem(item, inputGroups);
        int firstInput = group * inputGroup, count = Math.Min(inputGroup, inputs.Length - firstInput);
        int begin = chunk * chunkTiles, chunkEnd = Math.Min(begin + chunkTiles, grid.Count);
        float* sums = workspace.Partials + (nint)(chunk * inputs.Length + firstInput) * outputs.Length * PairLength;
        for (int first = begin; first < chunkEnd; first += tiles)
        {
            int end = Math.Min(first + tiles, chunkEnd);
            for (int block = 0; block < count; block++)
            {
                inputs[firstInput + block].TransformInput(grid, first, end, input.At(0, block), input.PositionStride, scratch);
            }

            for (int block = 0; block < outputs.Length; block++)
            {
                outputs[block].TransformOutputGradient(grid, first, end, output.At(0, block), output.PositionStride, scratch);
            }

            for (int position = 0; position < WinogradArithmetic.Positions; position++)
            {
                Multiply(position, end - first, input, output, count, sums, add: first > begin);
            }
        }
    }

    void Multiply(int position, int count, TransformedTiles input, TransformedTiles output, int inputBlocks, float* sums, bool add)
    {
        sums += position * PairStride;
        for (int i = 0; i < inputBlocks; i++)
        {
            for (int o = 0; o < outputs.Length; o++, sums += PairLength)
            {
                OuterProduct.Sum(count, input.At(position, i), output.At(position, o), sums, add);
            }
        }
    }
}
