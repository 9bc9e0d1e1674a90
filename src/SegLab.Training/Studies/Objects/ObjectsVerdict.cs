using SegLab.Losses;

namespace SegLab.Training.Studies.Objects;

/// <summary>What the curves say, in sentences.</summary>
static class ObjectsVerdict
{
    const int MostNames = 12;
    static readonly string[] claimed = ["combo", "focal"];

    public static IReadOnlyList<string> Of(IReadOnlyList<StudiedLoss> losses)
    {
        StudiedLoss[] steady = [.. losses.Where(loss => loss.Curves.All(curve => curve.Rises))];
        return
        [
            $"{steady.Length} of {losses.Count} losses rise with every error, on the large object and on the small one. {Claim(losses)}",
            .. Unsteady(losses, steady),
            Saturation(losses),
            Jumps(losses),
            .. Sensitivities(losses),
        ];
    }

    /// <summary>The claim of the tutorials against the figures.</summary>
    static string Claim(IReadOnlyList<StudiedLoss> losses)
    {
        string[] rising = [.. losses.Where(loss => loss.Small.All(curve => curve.Rises)).Select(loss => loss.Name)];
        bool holds = rising.Order().SequenceEqual(claimed.Order());
        return $"It is {(holds ? "true" : "not true")} that only {Names(claimed)} do so on the small one: {rising.Length} do.";
    }

    static IEnumerable<string> Unsteady(IReadOnlyList<StudiedLoss> losses, StudiedLoss[] steady)
    {
        StudiedLoss[] others = [.. losses.Except(steady)];
        if (others.Length == 0) return [];
        return [$"Not steady: {string.Join(", ", others.Select(loss => $"{Code(loss.Name)} ({string.Join("; ", Where(loss))})"))}."];
    }

    /// <summary>Which curves of a loss do not rise, and what they do.</summary>
    static IEnumerable<string> Where(StudiedLoss loss)
    {
        foreach ((string name, IReadOnlyList<ErrorCurve> curves) in new[] { ("large", loss.Large), ("small", loss.Small) })
            foreach (IGrouping<string, ErrorCurve> group in curves.Where(curve => !curve.Rises).GroupBy(curve => curve.IsFlat ? "flat" : curve.Falls ? "falls" : "turns"))
                yield return $"{name}: {group.Key} with {string.Join(", ", group.Select(curve => ObjectsFigures.Name(curve.Kind)))}";
    }

    static string Saturation(IReadOnlyList<StudiedLoss> losses) => Count("saturate", "which move by less than 5 % of their range in the last third",
        losses, curve => curve.Saturates);

    static string Jumps(IReadOnlyList<StudiedLoss> losses) => Count("jump", "by more than a quarter of their range in a single step", losses, curve => curve.Jumps);

    static string Count(string what, string meaning, IReadOnlyList<StudiedLoss> losses, Func<ErrorCurve, bool> does)
    {
        string[] anywhere = Doing(loss => loss.Curves), small = Doing(loss => loss.Small);
        return anywhere.Length == 0
            ? $"None {what} ({meaning})."
            : $"{anywhere.Length} {what} ({meaning}): {Names(anywhere)}; {small.Length} of them on the small object.";

        string[] Doing(Func<StudiedLoss, IEnumerable<ErrorCurve>> curves) => [.. losses.Where(loss => curves(loss).Any(does)).Select(loss => loss.Name)];
    }

    static IEnumerable<string> Sensitivities(IReadOnlyList<StudiedLoss> losses)
    {
        (LossFamily Family, double Median)[] medians =
        [
            .. losses.GroupBy(loss => loss.Family).Select(group => (group.Key, Median(group.Select(loss => loss.Sensitivity)))).Where(pair => double.IsFinite(pair.Item2)),
        ];
        if (medians.Length == 0) return [];
        return
        [
            "Errors on all of the small object raise a loss by this share of what they do on all of the large one (median): "
                + string.Join(", ", medians.Select(pair => FormattableString.Invariant($"{FamilyName(pair.Family)} {pair.Median:0.###}"))) + ".",
        ];
    }

    static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Where(double.IsFinite).Order()];
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    static string Names(string[] names) => names.Length <= MostNames
        ? names.Length == 2 ? $"{Code(names[0])} and {Code(names[1])}" : string.Join(", ", names.Select(Code))
        : $"{string.Join(", ", names.Take(MostNames).Select(Code))} and {names.Length - MostNames} more";

    static string Code(string name) => $"`{name}`";

    /// <summary>A family as sentences name it.</summary>
    public static string FamilyName(LossFamily family) => family switch
    {
        LossFamily.PixelWise => "pixel-wise",
        LossFamily.RegionBased => "region-based",
        LossFamily.DistanceBased => "distance-based",
        _ => family.ToString().ToLowerInvariant(),
    };
}
