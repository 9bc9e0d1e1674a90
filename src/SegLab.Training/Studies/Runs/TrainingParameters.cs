namespace SegLab.Training.Studies.Runs;

/// <summary>What can be set in every study that trains networks.</summary>
static class TrainingParameters
{
    public static StudyParameter Seeds(int count) =>
        new("seeds", "Runs of each kind, with seeds that follow each other; intervals are over these", count, 2, 100) { IsWhole = true };

    public static StudyParameter Epochs(int count) => new("epochs", "Passes over the training images", count, 2, 10_000) { IsWhole = true };

    public static StudyParameter Images(int count) => new("images", "Images to train on; half as many are kept to judge by", count, 8, 100_000) { IsWhole = true };

    public static StudyParameter Size(int pixels) => new("size", "Rows and columns of the images", pixels, 16, 512) { IsWhole = true };
}
