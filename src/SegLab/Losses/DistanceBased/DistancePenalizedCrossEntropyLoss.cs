using SegLab.Losses.Kernels;
using SegLab.Losses.Weights;

namespace SegLab.Losses;

/// <summary>
/// Distance-map penalised cross-entropy (Caliva et al. 2019): (1 + phi) times cross-entropy, phi falling from 1 at the border of a
/// class's region to 0 at its farthest pixel.
/// </summary>
/// <remarks>Where all pixels of a class are equally far from others phi is 1; where a class covers the image it is 0.</remarks>
public sealed record DistancePenalizedCrossEntropyLoss : PixelLoss
{
    internal static LossEntry Entry { get; } =
        new("distance_ce", LossFamily.DistanceBased, "Distance-map penalised cross-entropy", new DistancePenalizedCrossEntropyLoss())
        {
            Formula = "-(1 + (d_max - d) / (d_max - d_min)) log p_t, d to the nearest pixel of another class",
            UseWhen = "borders matter more than the inside of regions",
            Paper = "Caliva et al. 2019, arXiv:1908.03679",
            Notes = ["SegLossOdyssey's DisPenalizedCE computes the weighted loss and then returns the plain one, and is NaN for empty and full masks."],
            Parameters = LossParameters.Pixel<DistancePenalizedCrossEntropyLoss>("pixels"),
        };

    internal override IReadOnlyList<Activation> Activations => OneClassActivations;

    internal override void Lower(LossPlanBuilder plan, double factor) =>
        plan.Add(Activation, new PixelTerm<CrossEntropyLoss.Formula>(this, factor, default) { Map = new WeightMap(new DistancePenaltyWeights()) });
}
