using SegLab.Imaging;
using SegLab.Training.Studies.Runs;

namespace SegLab.Training.Studies.HardSamples;

/// <summary>Images with a long tail: one in eight to train on is hard, with a disc that is small and faint, and darker than its ground where the others' are brighter.</summary>
static class LongTailedDiscs
{
    const int TrainingPeriod = 8, ValidationPeriod = 2;

    /// <summary>Makes images to train on, and half as many to judge by, of which every other one is hard.</summary>
    /// <param name="seed">What places, shading and noise are drawn from.</param>
    /// <param name="training">Images to train on.</param>
    /// <param name="size">Rows and columns.</param>
    public static SegmentationDataset Create(int seed, int training, int size) => DiscDataset.Of(
        [.. Enumerable.Range(0, training).Select(i => Sample(seed, i, size, IsHardToTrainOn(i)))],
        [.. Enumerable.Range(0, training / 2).Select(i => Sample(seed, training + i, size, IsHardToJudge(i)))]);

    /// <summary>Whether a training image is a hard one.</summary>
    public static bool IsHardToTrainOn(int number) => number % TrainingPeriod == TrainingPeriod - 1;

    /// <summary>Whether a validation image is a hard one.</summary>
    public static bool IsHardToJudge(int number) => number % ValidationPeriod == ValidationPeriod - 1;

    static SegmentationSample Sample(int seed, int number, int size, bool hard) =>
        DiscDataset.Sample(seed, number, size, share: hard ? 0.04 : 0.15, contrast: hard ? -0.13 : 0.25);
}
