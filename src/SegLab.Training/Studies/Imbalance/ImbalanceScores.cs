using SegLab.Training.Studies.Runs;

namespace SegLab.Training.Studies.Imbalance;

/// <summary>The scores of every loss at every share of the foreground.</summary>
/// <param name="Losses">The losses.</param>
/// <param name="Shares">The foreground's share of the pixels, falling.</param>
/// <param name="Scores">[loss][share][seed].</param>
sealed record ImbalanceScores(IReadOnlyList<string> Losses, IReadOnlyList<double> Shares, IReadOnlyList<IReadOnlyList<IReadOnlyList<ForegroundScore>>> Scores)
{
    /// <summary>A foreground is learnt where its IoU is this at least.</summary>
    public const double Learnt = 0.5;

    /// <summary>The IoU of a loss at a share.</summary>
    public SeedMean IoU(int loss, int share) => SeedMean.Of(Scores[loss][share].Select(score => score.IoU));

    /// <summary>Whether a loss has learnt the foreground at a share.</summary>
    public Finding IsLearnt(int loss, int share) => IoU(loss, share).IsAbove(Learnt);

    /// <summary>The number of the smallest share down to which a loss has learnt all; -1 for none.</summary>
    public int LearntDownTo(int loss) => Enumerable.Range(0, Shares.Count).TakeWhile(share => IsLearnt(loss, share) == Finding.Holds).Count() - 1;

    /// <summary>A mean over the seeds, leaving out those without a figure; NaN without any.</summary>
    public double Mean(int loss, int share, Func<ForegroundScore, double> figure) =>
        Scores[loss][share].Select(figure).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
}
