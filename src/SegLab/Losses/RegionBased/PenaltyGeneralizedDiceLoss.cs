using SegLab.Losses.Kernels;
using SegLab.Numerics;

namespace SegLab.Losses;

/// <summary>Penalty generalized Dice loss (Yang et al. 2019): L / (1 + k (1 - L)) of the generalized Dice loss L.</summary>
public sealed record PenaltyGeneralizedDiceLoss : GeneralizedOverlapLoss
{
    internal static LossEntry Entry { get; } =
        new("penalty_generalized_dice", LossFamily.RegionBased, "Penalty generalized Dice loss", new PenaltyGeneralizedDiceLoss())
        {
            Aliases = ["penalty_gdl"],
            Formula = "L / (1 + k (1 - L)), L = generalized_dice",
            UseWhen = "as generalized_dice, with false positives and negatives punished more",
            Paper = "Yang et al. 2019, MIDL",
            Notes = ["SegLossOdyssey puts minus the score in place of L, which is another function."],
            Parameters =
            [
                LossParameters.Number<PenaltyGeneralizedDiceLoss>("penalty", NumberRange.AtLeast(0), "k; 0 is generalized_dice",
                    loss => loss.Penalty, (loss, value) => loss with { Penalty = value }),
                .. LossParameters.GeneralizedOverlap<PenaltyGeneralizedDiceLoss>(),
            ],
        };

    /// <summary>The penalty coefficient, not negative (default 2.5).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double Penalty { get; init => field = Require.NotNegative(value); } = 2.5;

    internal override void Lower(LossPlanBuilder plan, double factor) =>
        plan.Add(Activation, new GeneralizedDiceTerm<Link>(this, plan.SumsOf(Activation, OverlapMeasure.Linear), factor, new Link(Penalty)));

    readonly struct Link(double penalty) : IMeanLink
    {
        public T Invoke<T>(T loss)
            where T : struct, IReal<T> => loss / (1 + penalty * (1 - loss));
    }
}
