namespace SegLab.Training.Studies.Objects;

/// <summary>The figures of the study as tables.</summary>
static class ObjectsTables
{
    static readonly string[] objects = ["large", "small"];

    public static IReadOnlyList<StudyTable> Of(IReadOnlyList<StudiedLoss> losses, IReadOnlyList<(string Name, string Why)> failed) =>
    [
        Behaviour(losses),
        Curves(losses),
        .. failed.Count == 0 ? Array.Empty<StudyTable>() : [Failures(failed)],
    ];

    /// <summary>A line a loss, those that rise most steadily first.</summary>
    static StudyTable Behaviour(IReadOnlyList<StudiedLoss> losses) => new(
        "behaviour",
        "What the losses do as errors grow, the steadiest first",
        [
            new("loss", "loss") { IsCode = true },
            new("family", "family"),
            new("largeFalsePositives", "large, FP"),
            new("largeFalseNegatives", "large, FN"),
            new("largeBoth", "large, both"),
            new("smallFalsePositives", "small, FP"),
            new("smallFalseNegatives", "small, FN"),
            new("smallBoth", "small, both"),
            new("smallToLarge", "small : large", "0.0000"),
        ],
        [
            .. losses.OrderByDescending(Steadiness).Select(loss => (IReadOnlyList<StudyCell>)
            [
                loss.Name, ObjectsVerdict.FamilyName(loss.Family), .. loss.Curves.Select(curve => (StudyCell)curve.Behaviour), loss.Sensitivity,
            ]),
        ])
    {
        Note = "Rises: no step goes down; falls: none goes up; turns: some do; flat: the loss does not see the errors. Saturates: it moves by less than 5 % of its range in the last third. "
            + "Jumps: a step makes more than a quarter of the range. Small : large is by how much both errors on all of the small object raise the loss, to how much on all of the large one.",
    };

    static StudyTable Curves(IReadOnlyList<StudiedLoss> losses) => new(
        "curves",
        "The curves in figures",
        [
            new("loss", "loss") { IsCode = true },
            new("object", "object"),
            new("errors", "errors"),
            new("first", "loss without errors", "G4"),
            new("last", "loss in the end", "G4"),
            new("lateShare", "last third, of range", "P1"),
            new("largestStep", "largest step, of range", "P1"),
            new("behaviour", "behaviour"),
        ],
        [
            .. losses.SelectMany(loss => loss.Curves.Select((curve, i) => (IReadOnlyList<StudyCell>)
            [
                loss.Name, objects[i / loss.Large.Count], ObjectsFigures.Name(curve.Kind), curve.Values[0], curve.Values[^1], curve.LateShare, curve.LargestStep, curve.Behaviour,
            ])),
        ])
    {
        IsDetail = true,
    };

    static StudyTable Failures(IReadOnlyList<(string Name, string Why)> failed) => new(
        "notEvaluated",
        "Losses that cannot be evaluated so",
        [new("loss", "loss") { IsCode = true }, new("reason", "reason")],
        [.. failed.Select(loss => (IReadOnlyList<StudyCell>)[loss.Name, loss.Why])]);

    static int Steadiness(StudiedLoss loss) => loss.Curves.Count(curve => curve.Rises) * 100 - loss.Curves.Count(curve => curve.Saturates) - loss.Curves.Count(curve => curve.Jumps);
}
