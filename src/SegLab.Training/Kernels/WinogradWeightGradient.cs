using SegLab.Numerics;

namespace SegLab.Training.Kernels;

/// <summary>
/// The gradient of a 3 x 3 convolution's transformed weights: for each of the 36 positions the product of the transformed inputs and the
/// transformed gradients of the outputs, summed over tiles. Chunks of tiles have sums of their own, to be added in order.
/// </summary>
sealed unsafe class WinogradWeightGradient : ParallelLoop
{
    const int Lanes = BlockedMap.Lanes;
    /// <summary>Tiles at a time: so few that their transforms stay in the cache.</summary>
    const int MostTiles = 32;

    /// <summary>Tiles of a chunk, at least. So few are taken together: on the deepest levels the sums are larger than the transforms.</summary>
    const int FewTiles = 192;

    /// <summary>Input blocks of an item.</summary>
    const int MostBlocks = 4;

    /// <summary>Work items that a map should give, so that all threads are kept busy.</summary>
    const int WantedItems = 8;

    PixelSource[] inputs = [];
    PixelSource[] outputs = [];
    TileGrid grid;
    int tiles;
    int chunkTiles;
    int inputGroup;
    int inputGroups;
    Workspace workspace = new();

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
        inputGroups = (inputs.Length + MostBlocks - 1) / MostBlocks;
        inputGroup = (inputs.Length + inputGroups - 1) / inputGroups;
        inputGroups = (inputs.Length + inputGroup - 1) / inputGroup;
        tiles = grid.Count <= FewTiles ? grid.Count : MostTiles;
        int chunks = Math.Clamp((WantedItems + inputGroups - 1) / inputGroups, 1, Math.Max(grid.Count / FewTiles, 1));
        chunkTiles = (grid.Count + chunks * tiles - 1) / (chunks * tiles) * tiles;
        Chunks = (grid.Count + chunkTiles - 1) / chunkTiles;
        long scratch = WinogradArithmetic.Positions * (PositionStride(inputGroup) + (long)PositionStride(outputs.Length)) + WinogradTransform.ScratchLength;
        workspace.Reserve(scratch, (long)Chunks * inputs.Length * outputs.Length * PairLength);
        Run(Chunks * inputGroups, workspace.Threads);
    }

    protected override void Invoke(int item, int worker)
    {
        (int chunk, int group) = Math.DivRem(item, inputGroups);
        int firstInput = group * inputGroup, endInput = Math.Min(firstInput + inputGroup, inputs.Length);
        int chunkEnd = Math.Min((chunk + 1) * chunkTiles, grid.Count);
        nint inputStride = PositionStride(inputGroup), outputStride = PositionStride(outputs.Length);
        float* scratch = workspace.Scratch(worker);
        float* input = scratch + WinogradTransform.ScratchLength;
        float* output = input + WinogradArithmetic.Positions * inputStride;
        float* sums = workspace.Partials + (nint)(chunk * inputs.Length + firstInput) * outputs.Length * PairLength;

        for (int first = chunk * chunkTiles; first < chunkEnd; first += tiles)
        {
            int end = Math.Min(first + tiles, chunkEnd);
            for (int block = firstInput; block < endInput; block++)
            {
                inputs[block].TransformInput(grid, first, end, input + (block - firstInput) * TileStride, inputStride, scratch);
            }

            for (int block = 0; block < outputs.Length; block++)
            {
                outputs[block].TransformOutputGradient(grid, first, end, output + block * TileStride, outputStride, scratch);
            }

            for (int position = 0; position < WinogradArithmetic.Positions; position++)
            {
                for (int i = 0; i < endInput - firstInput; i++)
                {
                    for (int o = 0; o < outputs.Length; o++)
                    {
                        OuterProduct.Sum(
                            end - first, input + position * inputStride + i * TileStride, output + position * outputStride + o * TileStride,
                            sums + (nint)(i * outputs.Length + o) * PairLength + position * PairStride, add: first > chunk * chunkTiles);
                    }
                }
            }
        }
    }

    nint TileStride => (nint)tiles * Lanes;

    // One vector more than needed: positions a power of two apart would all fall into the same few sets of the cache.
    nint PositionStride(int blocks) => blocks * TileStride + Lanes;
}
