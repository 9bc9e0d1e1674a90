using SegLab.Studio.Report;

namespace SegLab.Studio.Tests.Report;

public sealed class FolderLabelsTests
{
    [Theory]
    [InlineData("runs/a/masks", "runs/b/masks", "a/masks", "b/masks")]
    [InlineData("runs/a", "runs/b/", "a", "b")]
    [InlineData(@"C:\runs\a", null, "a", "")]
    [InlineData("masks", "old/masks", "masks", "old/masks")]
    [InlineData("runs/a", "runs/a", "runs/a", "runs/a")]
    public void Labels_are_as_much_of_the_paths_as_tells_them_apart(string prediction, string? against, string first, string second) =>
        Assert.Equal((first, second), FolderLabels.Of(prediction, against));
}
