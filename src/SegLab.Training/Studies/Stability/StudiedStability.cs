using SegLab.Training.Studies.Runs;

namespace SegLab.Training.Studies.Stability;

/// <summary>What a loss is made of.</summary>
enum LossKind
{
    /// <summary>A mean over pixels.</summary>
    Pixels,

    /// <summary>A measure of overlap alone.</summary>
    Overlap,

    /// <summary>A measure of overlap and a mean over pixels.</summary>
    Compound,
}

/// <summary>A loss with its trainings.</summary>
/// <param name="Name">The loss.</param>
/// <param name="Kind">What it is made of.</param>
/// <param name="Curves">Its trainings, one a seed.</param>
sealed record StudiedStability(string Name, LossKind Kind, IReadOnlyList<TrainingCurve> Curves)
{
    /// <summary>A figure of each seed.</summary>
    public IEnumerable<double> Of(Func<TrainingCurve, double> figure) => Curves.Select(figure);

    /// <summary>The mean of a figure over the losses of a kind, seed by seed.</summary>
    public static double[] Of(IReadOnlyList<StudiedStability> losses, LossKind kind, Func<TrainingCurve, double> figure)
    {
        StudiedStability[] ofKind = [.. losses.Where(loss => loss.Kind == kind)];
        return [.. ofKind[0].Curves.Select((_, seed) => ofKind.Average(loss => figure(loss.Curves[seed])))];
    }

    /// <summary>What the first kind has more of a figure than the second.</summary>
    public static SeedMean Difference(IReadOnlyList<StudiedStability> losses, LossKind first, LossKind second, Func<TrainingCurve, double> figure) =>
        SeedMean.OfDifferences(Of(losses, first, figure), Of(losses, second, figure));
}
