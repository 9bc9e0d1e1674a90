namespace SegLab.Boxes;

/// <summary>What became of a claim.</summary>
public enum ClaimVerdict
{
    /// <summary>The figures bear it out.</summary>
    Holds,

    /// <summary>They do so in part: for some of the steps, or by one measure and not by another.</summary>
    HoldsInPart,

    /// <summary>They do not.</summary>
    Fails,
}

/// <summary>A claim about box losses, judged by figures that were just computed.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Setting">Where it was looked at: which way boxes moved, on which numbers.</param>
/// <param name="Verdict">What became of it.</param>
/// <param name="Evidence">The figures.</param>
public sealed record RegressionClaim(string Claim, string Setting, ClaimVerdict Verdict, string Evidence)
{
    /// <summary>The verdict as people write it.</summary>
    public string VerdictText => Verdict switch { ClaimVerdict.Holds => "holds", ClaimVerdict.Fails => "fails", _ => "holds in part" };
}
