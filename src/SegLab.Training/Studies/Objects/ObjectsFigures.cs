using SegLab.Losses;

namespace SegLab.Training.Studies.Objects;

/// <summary>The curves of the study as charts: a few losses side by side as tutorials show them, then each by itself, family by family.</summary>
static class ObjectsFigures
{
    const string XTitle = "Errors, % of the object's pixels";

    static readonly string[] compared = ["ce", "focal", "dice", "jaccard", "tversky", "lovasz_softmax", "combo", "exp_log"];

    public static IReadOnlyList<StudyFigure> Of(IReadOnlyList<StudiedLoss> losses) =>
    [
        new StudyFigure("False positives and false negatives growing together",
        [
            Together("Large object", losses, loss => loss.Large),
            Together("Small object", losses, loss => loss.Small),
        ]),
        .. losses.GroupBy(loss => loss.Family).Select(Family),
    ];

    public static string Name(ErrorKind kind) => kind switch
    {
        ErrorKind.FalsePositives => "false positives",
        ErrorKind.FalseNegatives => "false negatives",
        _ => "both",
    };

    static StudyChart Together(string title, IReadOnlyList<StudiedLoss> losses, Func<StudiedLoss, IReadOnlyList<ErrorCurve>> curves) => new(title, XTitle, "Loss",
        [.. losses.Where(loss => compared.Contains(loss.Name)).Select(loss => new StudyLine(loss.Name, Points(curves(loss)[(int)ErrorKind.Both])))]);

    static StudyFigure Family(IGrouping<LossFamily, StudiedLoss> family)
    {
        string name = ObjectsVerdict.FamilyName(family.Key);
        return new StudyFigure($"{char.ToUpperInvariant(name[0])}{name[1..]} losses, each on its own scale",
        [
            .. family.SelectMany(loss => new[] { Chart($"{loss.Name}, large", loss.Large), Chart($"{loss.Name}, small", loss.Small) }),
        ]);
    }

    static StudyChart Chart(string title, IReadOnlyList<ErrorCurve> curves) =>
        new(title, "Errors, %", "Loss", [.. curves.Select(curve => new StudyLine(Name(curve.Kind), Points(curve)))]);

    static (double X, double Y)[] Points(ErrorCurve curve) =>
        [.. curve.Values.Select((value, step) => (100.0 * step / (curve.Values.Count - 1), value))];
}
