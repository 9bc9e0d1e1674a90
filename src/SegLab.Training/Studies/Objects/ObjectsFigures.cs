using SegLab.Losses;

namespace SegLab.Training.Studies.Objects;

/// <summary>The curves of the study as charts: a few losses side by side as tutorials show them, then each by itself, family by family.</summary>
static class ObjectsFigures
{
    const string XTitle = "Errors, % of the object's pixels";

    static readonly string[] compared = ["ce", "focal", "dice", "tversky", "exp_log", "lovasz_softmax", "boundary", "combo"];

    public static IReadOnlyList<StudyFigure> Of(IReadOnlyList<StudiedLoss> losses) =>
    [
        Together("False positives and false negatives on the large object, each loss in its own range", losses, loss => loss.Large),
        Together("False positives and false negatives on the small object, each loss in its own range", losses, loss => loss.Small),
        .. losses.GroupBy(loss => loss.Family).Select(Family),
    ];

    public static string Name(ErrorKind kind) => kind switch
    {
        ErrorKind.FalsePositives => "false positives",
        ErrorKind.FalseNegatives => "false negatives",
        _ => "both",
    };

    static StudyFigure Together(string title, IReadOnlyList<StudiedLoss> losses, Func<StudiedLoss, IReadOnlyList<ErrorCurve>> curves) => new(title,
    [
        new StudyChart(title, XTitle, "Loss, 0 to 1 of its range",
            [.. losses.Where(loss => compared.Contains(loss.Name)).Select(loss => new StudyLine(loss.Name, InItsRange(curves(loss)[(int)ErrorKind.Both])))]),
    ]);

    static StudyFigure Family(IGrouping<LossFamily, StudiedLoss> family)
    {
        string name = ObjectsVerdict.FamilyName(family.Key);
        return new StudyFigure($"{char.ToUpperInvariant(name[0])}{name[1..]} losses, each on its own scale",
        [
            .. family.SelectMany(loss => new[] { Chart($"{loss.Name}, large", loss.Large), Chart($"{loss.Name}, small", loss.Small) }),
        ]);
    }

    static StudyChart Chart(string title, IReadOnlyList<ErrorCurve> curves) =>
        new(title, "Errors, %", "Loss", [.. curves.Select(curve => new StudyLine(Name(curve.Kind), Points(curve, value => value)))]);

    static (double X, double Y)[] InItsRange(ErrorCurve curve)
    {
        double least = curve.Values.Min();
        return Points(curve, value => curve.IsFlat ? 0 : (value - least) / curve.Range);
    }

    static (double X, double Y)[] Points(ErrorCurve curve, Func<double, double> height) =>
        [.. curve.Values.Select((value, step) => (100.0 * step / (curve.Values.Count - 1), height(value)))];
}
