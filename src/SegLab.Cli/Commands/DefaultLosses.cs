using System.Globalization;
using SegLab.Imaging;
using SegLab.Losses;

namespace SegLab.Cli.Commands;

/// <summary>The losses that <c>compare</c> tries when none is named: each family, plain and where it is said to be best.</summary>
static class DefaultLosses
{
    public static IReadOnlyList<SegmentationLoss> For(SegmentationDataset dataset)
    {
        ClassWeights median = dataset.WeighClasses(ClassWeighting.MedianFrequency);
        string weights = string.Join(", ", median.Select(weight => weight.ToString("G3", CultureInfo.InvariantCulture)));
        return
        [
            .. new[]
            {
                "ce",
                $"ce(class_weights=[{weights}])",
                "focal",
                "dice",
                "jaccard(aggregate=batch)",
                "tversky(aggregate=batch)",
                "ce + dice",
                "focal + dice(aggregate=batch)",
            }.Select(SegmentationLoss.Parse),
        ];
    }
}
