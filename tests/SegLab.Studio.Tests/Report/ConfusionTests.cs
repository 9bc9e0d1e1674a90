using SegLab.Imaging.Evaluation;
using SegLab.Studio.Report;

namespace SegLab.Studio.Tests.Report;

public sealed class ConfusionTests
{
    [Fact]
    public void The_confusions_of_an_image_are_shares_of_all_its_pixels_the_largest_first()
    {
        var image = new PredictionScores { Pixels = [0, 0, 60, 0, 1, 5, 1, 0, 20, 1, 1, 5], Unassigned = [0, 10] };
        Assert.Equal([new Confusion(1, 0, 20, 0.2), new Confusion(0, null, 10, 0.1), new Confusion(0, 1, 5, 0.05)], Confusion.Of(image, 3));
    }

    [Fact]
    public void In_words_they_say_what_was_taken_for_what()
    {
        var image = new PredictionScores { Pixels = [0, 0, 70, 1, 0, 20], Unassigned = [0, 10] };
        ClassFigures[] classes = [.. new[] { "road", "car" }.Select((name, label) => new ClassFigures { Label = label, Name = name, TruePixels = 1, PredictedPixels = 1 })];
        Assert.Equal("most confused: car taken for road (20.0 %), road taken for no class (10.0 %)", Confusion.Describe(image, classes, 3).Replace('\u00A0', ' '));
        Assert.Equal("no errors", Confusion.Describe(new PredictionScores { Pixels = [0, 0, 4] }, classes, 3));
    }
}
