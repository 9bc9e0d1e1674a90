using SegLab.Numerics;

namespace SegLab.Training.Kernels;

/// <summary>
/// A 3 x 3 convolution of blocks of channels, tiles at a time: transform the inputs, multiply by the transformed weights, transform back
/// while all that is still in the cache.
/// </summary>
sealed unsafe class WinogradConvolution : ParallelLoop
{
    const int Lanes = BlockedMap.Lanes;

    /// <summary>Tiles at a time: many enough to reuse the weights, few enough for the cache.</summary>
    const int MostTiles = 32;

    /// <summary>So few are taken together: the deepest levels have large weights, which are then read once.</summary>
    const int FewTiles = 96;

    /// <summary>Work items that a map should give, so that all threads are kept busy.</summary>
    const int WantedItems = 4;

    PixelSource[] sources = [];
    PixelTarget[] targets = [];
    TileGrid grid;
    int tiles;
    int targetGroup;
    int targetGroups;
    Workspace workspace = new();

    /// <summary>Floats between two positions of transformed weights.</summary>
    public static nint WeightStride(int from, int to) => (nint)from * to * Lanes * Lanes + Lanes;

    /// <summary>How many sums the last run left for each channel.</summary>
    public int Groups { get; private set; }

    /// <summary>Convolves with <see cref="Workspace.Weights"/>, <c>[36][to][from * 16][16]</c>, positions <see cref="WeightStride"/> apart.</summary>
    /// <param name="from">Blocks to read.</param>
    /// <param name="to">Blocks to write; the sums of those that have any are left in <see cref="Workspace.Partials"/>, <c>[Groups][to][2][16]</c>.</param>
    /// <param name="tileGrid">The tiles of the maps.</param>
    /// <param name="memory">Scratch memory.</param>
    public void Run(PixelSource[] from, PixelTarget[] to, TileGrid tileGrid, Workspace memory)
    {
        (sources, targets, grid, workspace) = (from, to, tileGrid, memory);
        Groups = grid.Count <= FewTiles ? 1 : (grid.Count + MostTiles - 1) / MostTiles;
        tiles = Groups == 1 ? grid.Count : MostTiles;
        targetGroups = Math.Min(targets.Length, (WantedItems + Groups - 1) / Groups);
        targetGroup = (targets.Length + targetGroups - 1) / targetGroups;
        targetGroups = (targets.Length + targetGroup - 1) / targetGroup;
        long scratch = WinogradArithmetic.Positions * (PositionStride(sources.Length) + (long)PositionStride(targetGroup)) + WinogradTransform.ScratchLength;
        workspace.Reserve(scratch, (long)Groups * targets.Length * PixelTarget.SumsLength);
        Run(Groups * targetGroups, workspace.Threads);
    }

    protected override void Invoke(int item, int worker)
    {
        (int group, int targetIndex) = Math.DivRem(item, targetGroups);
        int first = group * tiles, end = Math.Min(first + tiles, grid.Count);
        int firstTarget = targetIndex * targetGroup, endTarget = Math.Min(firstTarget + targetGroup, targets.Length);
        nint tileStride = TileStride;
        nint inputStride = PositionStride(sources.Length), outputStride = PositionStride(targetGroup);
        float* scratch = workspace.Scratch(worker);
        float* input = scratch + WinogradTransform.ScratchLength;
        float* output = input + WinogradArithmetic.Positions * inputStride;

        for (int block = 0; block < sources.Length; block++)
        {
            sources[block].TransformInput(grid, first, end, input + block * tileStride, inputStride, scratch);
        }

        nint panel = (nint)sources.Length * Lanes * Lanes, weightStride = WeightStride(sources.Length, targets.Length);
        for (int position = 0; position < WinogradArithmetic.Positions; position++)
        {
            for (int target = firstTarget; target < endTarget; target++)
            {
                MatrixProduct.Multiply<BlockStride>(
                    end - first, input + position * inputStride, sources.Length, tileStride, Lanes,
                    workspace.Weights + position * weightStride + target * panel,
                    output + position * outputStride + (target - firstTarget) * tileStride);
            }
        }

        for (int target = firstTarget; target < endTarget; target++)
        {
            float* sums = workspace.Partials + (nint)(group * targets.Length + target) * PixelTarget.SumsLength;
            targets[target].TransformOutput(grid, first, end, output + (target - firstTarget) * tileStride, outputStride, sums, scratch);
        }
    }

    nint TileStride => (nint)(tiles + MatrixProduct.Overrun) * Lanes;

    // Strides have a vector more than needed: positions a power of two apart would all fall into the same few sets of the cache.
    nint PositionStride(int blocks) => blocks * TileStride + Lanes;
}
