using SegLab.Imaging;
using SegLab.Losses;
using SegLab.Training.Checkpoints;
using SegLab.Training.Comparison;

namespace SegLab.Training.Tests.Comparison;

public sealed class ComparisonRunnerTests
{
    static ComparisonRunner Runner(string folder, bool resume = false, int seeds = 1, params SegmentationLoss[] losses)
    {
        SegmentationDataset dataset = Scenes.Make();
        return new ComparisonRunner
        {
            Dataset = dataset,
            Losses = losses.Length > 0 ? losses : [SegmentationLoss.Parse("ce"), SegmentationLoss.Parse("dice")],
            Settings = Scenes.Settings(),
            Seeds = seeds,
            Network = new NetworkShape("pixel", 1, 0),
            Build = seed => new PixelNetwork(3, dataset.ClassNames.Count, seed),
            OutputFolder = folder,
            Resume = resume,
        };
    }

    [Fact]
    public void A_comparison_ranks_its_losses_and_writes_what_it_found()
    {
        using var folder = new TemporaryFolder();
        ComparisonResult result = Runner(folder["out"], seeds: 2).Run();
        Assert.Equal(2, result.Ranking.Count);
        Assert.True(result.Ranking[0].MeanIoU >= result.Ranking[1].MeanIoU);
        Assert.All(result.Ranking, loss => Assert.Equal(2, loss.Runs.Count));
        Assert.True(result.PeakMemory > 1 << 20);
        ComparisonResult read = ComparisonResult.Load(folder["out/results.json"]);
        Assert.Equal(result.Advice, read.Advice);
        Assert.Equal(result.Ranking.Select(loss => loss.MeanIoU), read.Ranking.Select(loss => loss.MeanIoU));
    }
}
