using SegLab.Losses;
using SegLab.Metrics;

namespace SegLab.Training.Comparison;

/// <summary>One cell of the grid of losses and seeds.</summary>
/// <param name="number">From 1, in the order of training.</param>
/// <param name="loss">The loss.</param>
/// <param name="seed">What weights, order and crops are drawn from.</param>
/// <param name="folder">Its folder, relative to the output folder.</param>
sealed class ComparisonRun(int number, SegmentationLoss loss, int seed, string folder)
{
    /// <summary>From 1, in the order of training.</summary>
    public int Number => number;

    /// <summary>The loss.</summary>
    public SegmentationLoss Loss => loss;

    /// <summary>What weights, order and crops are drawn from.</summary>
    public int Seed => seed;

    /// <summary>Its folder, relative to the output folder.</summary>
    public string Folder => folder;

    /// <summary>What it came to; null while it is not over, and when it broke down.</summary>
    public RunRecord? Record { get; set; }

    /// <summary>The confusion of each validation image.</summary>
    public IReadOnlyList<ConfusionMatrix> Confusions { get; set; } = [];

    /// <summary>
    /// All runs: every loss with the first seed, then every loss with the next, so that an early stop has something of each.
    /// </summary>
    public static IEnumerable<ComparisonRun> Grid(IReadOnlyList<SegmentationLoss> losses, int seed, int seeds) =>
        from n in Enumerable.Range(0, seeds)
        from i in Enumerable.Range(0, losses.Count)
        select new ComparisonRun(n * losses.Count + i + 1, losses[i], seed + n, ComparisonFolder.RunFolder(i, losses[i].ToString(), seed + n));
}
