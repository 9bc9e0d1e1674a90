using SegLab.Training.Studies.Runs;

namespace SegLab.Training.Studies.EasyPixels;

/// <summary>What the shares say of the tutorials' question, in sentences.</summary>
static class EasyPixelsVerdict
{
    /// <summary>Pixels with less of the gradient are taken as no longer trained.</summary>
    public const double StoppedShare = 0.01;

    public static IReadOnlyList<string> Of(StudiedGradients studied) => [Stopped(studied), Easy(studied), .. Shares(studied), Left(studied), Confident(studied), Hardest(studied)];

    /// <summary>The question itself: the predictions are the same, so that only the weights differ.</summary>
    static string Stopped(StudiedGradients studied)
    {
        IEnumerable<string> parts = Focal(studied).Select(loss =>
        {
            SeedMean share = Same(studied, loss, gradient => gradient.Easy);
            return $"{share.IsBelow(StoppedShare).Words()} for {Code(studied, loss)} ({share.Text("P1")})";
        });
        return $"A lower weight stops easy pixels from training, so that they hold less than {StoppedShare:P0} of the gradient: {string.Join(", ", parts)}.";
    }

    static string Easy(StudiedGradients studied) => $"That is for the predictions of networks trained with {Code(studied, 0)}, where {Same(studied, 0, gradient => gradient.EasyPixels).Text("P1")} of the pixels are easy, "
        + $"and hold {Same(studied, 0, gradient => gradient.Easy).Text("P1")} of its gradient.";

    static IEnumerable<string> Shares(StudiedGradients studied) => Enumerable.Range(1, studied.Names.Count - 1).Except(Focal(studied)).Select(loss =>
    {
        SeedMean less = SeedMean.OfDifferences(studied.Same(loss, studied.Last, gradient => gradient.Easy), studied.Same(0, studied.Last, gradient => gradient.Easy));
        return $"{Code(studied, loss)} leaves them a smaller share than {Code(studied, 0)}: {less.IsBelow(0).Words()}. They hold {Same(studied, loss, gradient => gradient.Easy).Text("P1")}.";
    });

    static string Left(StudiedGradients studied) => $"What {Code(studied, 0)} gives easy pixels, a focal loss divides: it leaves "
        + string.Join(", ", Focal(studied).Select(loss => $"{studied.EasyGradientLeft(loss).Text("P1")} ({Code(studied, loss)})")) + ".";

    static string Confident(StudiedGradients studied) => "Networks that each loss has trained itself differ in how many pixels become easy at all: "
        + string.Join(", ", Enumerable.Range(0, studied.Names.Count).Select(loss => $"{Code(studied, loss)} {Own(studied, loss, gradient => gradient.EasyPixels).Text("P1")}")) + ".";

    static string Hardest(StudiedGradients studied)
    {
        int hardest = Enumerable.Range(0, studied.Names.Count).MaxBy(loss => Own(studied, loss, gradient => gradient.Hard).Mean);
        return $"In these {Code(studied, hardest)} gives hard pixels most, {Own(studied, hardest, gradient => gradient.Hard).Text("P1")} of the gradient; "
            + $"{Code(studied, 0)} gives them {Own(studied, 0, gradient => gradient.Hard).Text("P1")}.";
    }

    static IEnumerable<int> Focal(StudiedGradients studied) =>
        Enumerable.Range(0, studied.Names.Count).Where(loss => studied.Names[loss].StartsWith("focal", StringComparison.Ordinal));

    static SeedMean Same(StudiedGradients studied, int loss, Func<GradientByDifficulty, double> figure) => SeedMean.Of(studied.Same(loss, studied.Last, figure));

    static SeedMean Own(StudiedGradients studied, int loss, Func<GradientByDifficulty, double> figure) => SeedMean.Of(studied.Own(loss, studied.Last, figure));

    static string Code(StudiedGradients studied, int loss) => $"`{studied.Names[loss]}`";
}
