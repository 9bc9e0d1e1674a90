using SegLab.Imaging;
using SegLab.Losses;
using SegLab.Training.Data;
using SegLab.Training.Networks;
using SegLab.Training.Studies.HardSamples;
using SegLab.Training.Studies.Runs;

namespace SegLab.Training.Tests.Studies.HardSamples;

/// <summary>The dataset with a long tail, the weights of its images, and the sentences about samplers.</summary>
public sealed class HardSamplesTests
{
    [Fact]
    public void One_training_image_in_eight_is_hard_and_half_of_the_others()
    {
        SegmentationDataset dataset = LongTailedDiscs.Create(seed: 1, training: 16, size: 32);
        Assert.Equal([7, 15], Enumerable.Range(0, 16).Where(LongTailedDiscs.IsHardToTrainOn));
        for (int i = 0; i < 16; i++) Assert.Equal(LongTailedDiscs.IsHardToTrainOn(i) ? 41 : 154, Discs(dataset.Training[i]));
        Assert.Equal([154, 41, 154, 41, 154, 41, 154, 41], dataset.Validation.Select(Discs));

        static int Discs(SegmentationSample sample) => sample.Mask.Labels.ToArray().Count(label => label == 1);
    }

    [Fact]
    public void The_loss_of_each_image_is_its_own()
    {
        SegmentationDataset dataset = LongTailedDiscs.Create(seed: 1, training: 8, size: 16);
        var network = new StudiedNetwork(new UNet(1, 2, width: 4, depth: 1), Normalization.Of(dataset.Training));
        IReadOnlyList<double> all = SampledEpoch.ImageLosses(new CrossEntropyLoss(), dataset.Training, network);
        Assert.Equal(8, all.Count);
        Assert.Equal(8, all.Distinct().Count());
        for (int i = 0; i < 8; i++) Assert.Equal(all[i], SampledEpoch.ImageLosses(new CrossEntropyLoss(), [dataset.Training[i]], network)[0]);
    }

    [Fact]
    public void Help_and_cost_are_judged_apart()
    {
        IReadOnlyList<string> verdict = HardSamplesVerdict.Of([new SampledLoss("ce", Seeds(0.5, 0.9), Seeds(0.7, 0.9))]);
        Assert.Contains("helps on hard images with `ce`: holds. Their IoU is 0.700 in place of 0.500, a gain of 0.200 [0.200, 0.200]", verdict[0]);
        Assert.Contains("costs on common images with `ce`: cannot be told from these runs. Their IoU is 0.900 in place of 0.900", verdict[1]);
        Assert.Contains("hard images have 40 % [40 %, 40 %] of the loss", verdict[2]);
    }

    [Fact]
    public void Images_that_are_weighed_leave_no_checkpoint()
    {
        SegmentationDataset dataset = LongTailedDiscs.Create(seed: 1, training: 8, size: 16);
        var settings = new TrainingSettings { Epochs = 2, CropHeight = 16, CropWidth = 16, Threads = 1 };
        var trainer = new Trainer(new UNet(1, 2, width: 4, depth: 1), new CrossEntropyLoss(), dataset, settings) { CheckpointPath = "unused", WeighImages = () => [] };
        Assert.Throws<InvalidOperationException>(() => trainer.Train(TestContext.Current.CancellationToken));
    }

    static IReadOnlyList<SampledEpoch>[] Seeds(double hard, double common) =>
        [.. new[] { -0.01, 0, 0.01 }.Select(spread => (IReadOnlyList<SampledEpoch>)[new SampledEpoch(0, 0, 0.6), new SampledEpoch(hard + spread, common, 0.2)])];
}
