using SegLab.Training.Studies.Runs;

namespace SegLab.Training.Studies.Stability;

/// <summary>The curves as tables and charts.</summary>
static class StabilityTables
{
    public static IReadOnlyList<StudyTable> Tables(IReadOnlyList<StudiedStability> losses, int firstSeed) =>
    [
        new StudyTable(
            "stability",
            "How far the curves move, mean over the seeds",
            [
                new("loss", "loss") { IsCode = true }, new("kind", "kind"), new("iouVariation", "IoU, an epoch", "0.0000"), new("iouLow", "95 % from", "0.0000"), new("iouHigh", "to", "0.0000"),
                new("lossVariation", "loss, a step", "P1"), new("iou", "last IoU", "0.000"), new("deviation", "its deviation", "0.000"),
            ],
            [.. losses.Select(Row)])
        {
            Note = "The loss's movement is a share of how far it falls; the deviation is that of the last IoU over the seeds.",
        },
        new StudyTable(
            "seeds",
            "Each seed",
            [
                new("loss", "loss") { IsCode = true }, new("seed", "seed", "0"), new("iouVariation", "IoU, an epoch", "0.0000"), new("lossVariation", "loss, a step", "P1"), new("iou", "last IoU", "0.000"),
            ],
            [
                .. losses.SelectMany(loss => loss.Curves.Select((curve, seed) =>
                    (IReadOnlyList<StudyCell>)[loss.Name, firstSeed + seed, curve.IoUVariation, curve.LossVariation, curve.IoU[^1]])),
            ])
        {
            IsDetail = true,
        },
    ];

    public static IReadOnlyList<StudyFigure> Figures(IReadOnlyList<StudiedStability> losses) =>
    [
        new StudyFigure("The foreground's IoU while training, first seed and mean over the seeds",
        [
            Chart("First seed", losses, (loss, epoch) => loss.Curves[0].IoU[epoch]),
            Chart("Mean over the seeds", losses, (loss, epoch) => loss.Curves.Average(curve => curve.IoU[epoch])),
        ]),
    ];

    static IReadOnlyList<StudyCell> Row(StudiedStability loss)
    {
        SeedMean variation = SeedMean.Of(loss.Of(curve => curve.IoUVariation)), last = SeedMean.Of(loss.Of(curve => curve.IoU[^1]));
        return
        [
            loss.Name, loss.Kind.ToString().ToLowerInvariant(), variation.Mean, variation.Interval.Low, variation.Interval.High,
            loss.Of(curve => curve.LossVariation).Average(), last.Mean, last.Deviation,
        ];
    }

    static StudyChart Chart(string title, IReadOnlyList<StudiedStability> losses, Func<StudiedStability, int, double> value) => new(
        title, "Epoch", "IoU",
        [.. losses.Select(loss => new StudyLine(loss.Name, [.. Enumerable.Range(0, loss.Curves[0].IoU.Count).Select(epoch => (epoch + 1.0, value(loss, epoch)))]))]);
}
