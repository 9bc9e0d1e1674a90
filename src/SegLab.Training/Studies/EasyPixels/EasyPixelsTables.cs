namespace SegLab.Training.Studies.EasyPixels;

/// <summary>The shares as tables and charts.</summary>
static class EasyPixelsTables
{
    public static IReadOnlyList<StudyTable> Tables(StudiedGradients studied) =>
    [
        Last(studied, "same", "Shares of the gradient for the same predictions: networks trained with " + studied.Names[0], studied.Same),
        Last(studied, "own", "Shares of the gradient in networks that each loss has trained itself", studied.Own),
        Epochs(studied),
    ];

    public static IReadOnlyList<StudyFigure> Figures(StudiedGradients studied) =>
    [
        Figure(studied, "Where the gradient of each loss goes while it trains, mean over the seeds", studied.Own),
        Figure(studied, $"The same for the predictions of networks trained with {studied.Names[0]}", studied.Same),
    ];

    delegate IEnumerable<double> Shares(int loss, int epoch, Func<GradientByDifficulty, double> figure);

    static StudyTable Last(StudiedGradients studied, string name, string title, Shares shares)
    {
        int last = studied.Last;
        return new StudyTable(
            name,
            title,
            [new("loss", "loss") { IsCode = true }, .. Difficulty.Names.Select((bin, i) => new StudyColumn($"bin{i}", bin, "P1")), new("easy", "easy", "P1"), new("pixels", "easy pixels", "P1")],
            [
                .. studied.Names.Select((loss, i) => (IReadOnlyList<StudyCell>)
                [
                    loss,
                    .. Enumerable.Range(0, Difficulty.Bins).Select(bin => (StudyCell)Mean(shares(i, last, gradient => gradient.Shares[bin]))),
                    Mean(shares(i, last, gradient => gradient.Easy)), Mean(shares(i, last, gradient => gradient.EasyPixels)),
                ]),
            ])
        {
            Note = "After the last epoch, mean over the seeds; p is the probability of a pixel's true class. A share is one of the sum of |dL/dz|. Easy: p of 0.9 and more; the last column is how many pixels are.",
        };
    }

    static StudyTable Epochs(StudiedGradients studied) => new(
        "epochs",
        "Shares by epoch, of networks that each loss has trained itself",
        [
            new("loss", "loss") { IsCode = true }, new("epoch", "epoch", "0"),
            .. Difficulty.Names.Select((bin, i) => new StudyColumn($"gradient{i}", bin, "P1")),
            .. Difficulty.Names.Select((bin, i) => new StudyColumn($"pixels{i}", $"pixels, {bin}", "P1")),
        ],
        [
            .. studied.Names.SelectMany((loss, i) => Enumerable.Range(0, studied.Epochs).Select(epoch => (IReadOnlyList<StudyCell>)
            [
                loss, epoch + 1,
                .. Enumerable.Range(0, Difficulty.Bins).Select(bin => (StudyCell)Mean(studied.Own(i, epoch, gradient => gradient.Shares[bin]))),
                .. Enumerable.Range(0, Difficulty.Bins).Select(bin => (StudyCell)Mean(studied.Own(i, epoch, gradient => gradient.Pixels[bin]))),
            ])),
        ])
    {
        IsDetail = true,
    };

    static StudyFigure Figure(StudiedGradients studied, string title, Shares shares) => new(title,
    [
        Chart(studied, "Easy pixels (p of 0.9 and more)", shares, gradient => gradient.Easy),
        Chart(studied, "Hard pixels (p below 0.5)", shares, gradient => gradient.Hard),
    ]);

    static StudyChart Chart(StudiedGradients studied, string title, Shares shares, Func<GradientByDifficulty, double> figure) => new(
        title, "Epoch", "Share of the gradient, %",
        [
            .. studied.Names.Select((loss, i) => new StudyLine(loss,
                [.. Enumerable.Range(0, studied.Epochs).Select(epoch => (epoch + 1.0, 100 * Mean(shares(i, epoch, figure))))])),
        ]);

    static double Mean(IEnumerable<double> values) => values.Average();
}
