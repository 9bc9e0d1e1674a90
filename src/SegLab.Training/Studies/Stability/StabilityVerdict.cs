using SegLab.Training.Studies.Runs;

namespace SegLab.Training.Studies.Stability;

/// <summary>Whether losses of overlap train less steadily, in sentences.</summary>
static class StabilityVerdict
{
    public static IReadOnlyList<string> Of(IReadOnlyList<StudiedStability> losses) =>
    [
        Claim(losses, LossKind.Pixels, "cross-entropy"),
        Claim(losses, LossKind.Compound, "their sums with cross-entropy or the focal loss"),
        Extremes(losses),
        Spread(losses),
    ];

    static string Claim(IReadOnlyList<StudiedStability> losses, LossKind other, string name)
    {
        SeedMean iou = StudiedStability.Difference(losses, LossKind.Overlap, other, curve => curve.IoUVariation);
        SeedMean loss = StudiedStability.Difference(losses, LossKind.Overlap, other, curve => curve.LossVariation);
        return $"Losses of overlap train less steadily on small objects than {name}: by the IoU from epoch to epoch {iou.IsAbove(0).Words()}, by the loss from step to step {Words(loss)}. "
            + $"Their IoU moves by {iou.Text("0.000")} more an epoch, their loss by {Share(loss)} of its fall more a step.";
    }

    static string Extremes(IReadOnlyList<StudiedStability> losses)
    {
        (string Name, double Variation)[] order = [.. losses.Select(loss => (loss.Name, loss.Of(curve => curve.IoUVariation).Average())).OrderBy(pair => pair.Item2)];
        return $"The steadiest IoU is that of `{order[0].Name}`, which moves by {order[0].Variation:0.000} an epoch in the second half, the least steady that of `{order[^1].Name}` with {order[^1].Variation:0.000}.";
    }

    static string Spread(IReadOnlyList<StudiedStability> losses) => "Standard deviation of the last IoU over the seeds: "
        + string.Join(", ", losses.Select(loss => $"`{loss.Name}` {SeedMean.Of(loss.Of(curve => curve.IoU[^1])).Deviation:0.000}")) + ".";

    // A loss that does not fall has no share of its fall, and then there is no difference either.
    static string Words(SeedMean loss) => double.IsNaN(loss.Mean) ? Finding.CannotBeTold.Words() : loss.IsAbove(0).Words();

    static string Share(SeedMean loss) => double.IsNaN(loss.Mean) ? "an unknown share" : loss.Text("P1");
}
