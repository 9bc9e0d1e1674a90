using SegLab.Training.Studies.Runs;

namespace SegLab.Training.Studies.HardSamples;

/// <summary>Whether drawing images by their loss pays, in sentences.</summary>
static class HardSamplesVerdict
{
    public static IReadOnlyList<string> Of(IReadOnlyList<SampledLoss> losses) => [.. losses.Select(Hard), .. losses.Select(Common), .. losses.Select(Draws)];

    static string Hard(SampledLoss loss)
    {
        (SeedMean plain, SeedMean byLoss, SeedMean gain) = loss.Last(epoch => epoch.HardIoU);
        return $"Drawing images with a high loss more often helps on hard images with `{loss.Name}`: {gain.IsAbove(0).Words()}. Their IoU is {byLoss.Mean:0.000} in place of {plain.Mean:0.000}, a gain of {gain.Text("0.000")}.";
    }

    static string Common(SampledLoss loss)
    {
        (SeedMean plain, SeedMean byLoss, SeedMean gain) = loss.Last(epoch => epoch.CommonIoU);
        return $"It costs on common images with `{loss.Name}`: {gain.IsBelow(0).Words()}. Their IoU is {byLoss.Mean:0.000} in place of {plain.Mean:0.000}, a difference of {gain.Text("0.000")}.";
    }

    static string Draws(SampledLoss loss) =>
        $"With `{loss.Name}` hard images have {SeedMean.Of(loss.ByLoss.Select(seed => seed.Average(epoch => epoch.HardShare))).Text("P0")} of the loss after an epoch, by which they are drawn, mean over the epochs; plain sampling gives them one draw in eight.";
}
