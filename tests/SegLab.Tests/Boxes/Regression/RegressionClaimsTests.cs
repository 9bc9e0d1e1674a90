using SegLab.Boxes;

namespace SegLab.Tests.Boxes.Regression;

public sealed class RegressionClaimsTests
{
    [Theory]
    [InlineData(0.9, 0.9, ClaimVerdict.Holds, "smaller at steps 1 to 200")]
    [InlineData(1.1, 1.1, ClaimVerdict.Fails, "smaller at no step")]
    [InlineData(0.9, 1.1, ClaimVerdict.HoldsInPart, "smaller at steps 1 to 100")]
    [InlineData(1.1, 0.9, ClaimVerdict.HoldsInPart, "smaller at steps 101 to 200")]
    public void A_race_is_judged_by_its_steps_and_its_end(double firstHalf, double secondHalf, ClaimVerdict verdict, string steps)
    {
        RegressionClaim claim = RegressionClaims.Of([Run("diou", firstHalf, secondHalf), Run("giou", 1, 1)]).Single();

        Assert.Equal("DIoU converges faster than GIoU", claim.Claim);
        Assert.Equal(verdict, claim.Verdict);
        Assert.EndsWith(steps, claim.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_under_different_settings_do_not_race() =>
        Assert.Empty(RegressionClaims.Of([Run("diou", 1, 1), Run("giou", 1, 1) with { Mode = RegressionMode.Published }, Run("giou", 1, 1) with { Numbers = RegressionNumbers.Corners }]));

    [Fact]
    public void What_is_said_of_single_pairs_holds_on_random_ones() => Assert.All(RegressionClaims.OfPairs(), claim => Assert.Equal(ClaimVerdict.Holds, claim.Verdict));

    static RegressionResult Run(string loss, double firstHalf, double secondHalf) => new()
    {
        Loss = loss,
        Mode = RegressionMode.Exact,
        Numbers = RegressionNumbers.CenterAndSize,
        Cases = 1,
        ErrorSums = [.. Enumerable.Range(0, RegressionProtocol.Steps + 1).Select(step => step <= 100 ? firstHalf : secondHalf)],
        Centers = [(10, 10)],
        FinalErrors = [secondHalf],
        LargeErrorShare = 0,
        MedianStepsToHalf = null,
        MedianStepsToNineTenths = null,
    };
}
