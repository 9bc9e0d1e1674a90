using SegLab.Training.Studies.Runs;

namespace SegLab.Training.Studies.Imbalance;

/// <summary>The scores as tables and charts.</summary>
static class ImbalanceTables
{
    public static IReadOnlyList<StudyTable> Tables(ImbalanceScores scores) =>
    [
        new StudyTable(
            "iou",
            "IoU of the foreground by its share of the pixels, mean over the seeds",
            [new("loss", "loss") { IsCode = true }, .. scores.Shares.Select((share, i) => new StudyColumn($"share{i}", ImbalanceStudy.Percent(share), "0.000")), new("learnt", "learns down to")],
            [
                .. scores.Losses.Select((name, loss) => (IReadOnlyList<StudyCell>)
                [
                    name, .. scores.Shares.Select((_, share) => (StudyCell)scores.IoU(loss, share).Mean),
                    scores.LearntDownTo(loss) is >= 0 and var least ? ImbalanceStudy.Percent(scores.Shares[least]) : "none",
                ]),
            ]),
        new StudyTable(
            "scores",
            "All scores",
            [
                new("loss", "loss") { IsCode = true }, new("share", "share", "P1"), new("iou", "IoU", "0.000"), new("low", "95 % from", "0.000"), new("high", "to", "0.000"),
                new("recall", "recall", "0.000"), new("precision", "precision", "0.000"), new("learnt", "learnt"),
            ],
            [
                .. scores.Losses.SelectMany((name, loss) => scores.Shares.Select((value, share) =>
                {
                    SeedMean iou = scores.IoU(loss, share);
                    return (IReadOnlyList<StudyCell>)
                    [
                        name, value, iou.Mean, iou.Interval.Low, iou.Interval.High,
                        scores.Mean(loss, share, score => score.Recall), scores.Mean(loss, share, score => score.Precision), scores.IsLearnt(loss, share).Words(),
                    ];
                })),
            ])
        {
            Note = "Precision is a mean over the seeds that found anything.",
            IsDetail = true,
        },
    ];

    public static IReadOnlyList<StudyFigure> Figures(ImbalanceScores scores) =>
    [
        new StudyFigure("The foreground by its share of the pixels, mean over the seeds",
        [
            Chart(scores, "IoU", score => score.IoU),
            Chart(scores, "Recall", score => score.Recall),
        ]),
    ];

    static StudyChart Chart(ImbalanceScores scores, string title, Func<ForegroundScore, double> figure) => new(
        title, "Share of the foreground, as a power of ten (−3 is 0.1 %)", title,
        [
            .. scores.Losses.Select((name, loss) => new StudyLine(name,
                [.. scores.Shares.Select((share, i) => (Math.Log10(share), scores.Mean(loss, i, figure))).Reverse()])),
        ]);
}
