using SegLab.Imaging;
using SegLab.Studio.Report;
using SegLab.Studio.Tests.Samples;
using SegLab.Training.Comparison;

namespace SegLab.Studio.Tests.Report;

public sealed class ReportInputTests
{
    [Fact]
    public void A_ranking_without_losses_is_refused() =>
        Refuses(SampleComparison.Of(1, 2).Build() with { Ranking = [] }, [], "holds no loss");

    [Fact]
    public void A_loss_with_too_few_classes_is_named()
    {
        ComparisonResult result = SampleComparison.Of(1, 3).Build();
        Refuses(result with { Ranking = [result.Ranking[0] with { Loss = "odd", ClassIoU = [0.5] }] }, [], "'odd' has the IoU of 1 classes; the dataset has 3");
    }

    [Fact]
    public void An_image_with_too_few_predictions_is_named() =>
        Refuses(SampleComparison.Of(2, 3).Build(), [SampleScene.Build("street", 1)], "'street' has 1 predictions; 2 losses");

    [Fact]
    public void A_mask_of_another_size_is_named()
    {
        ReportImage image = SampleScene.Build("street", 1) with { Truth = new LabelMap(2, 1, [0, 0]) };
        Refuses(SampleComparison.Of(1, 3).Build(), [image], "'street' is 2 x 1; the image is 240 x 180");
    }

    static void Refuses(ComparisonResult result, IReadOnlyList<ReportImage> images, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => ReportInput.Check(result, images)).Message);
}
