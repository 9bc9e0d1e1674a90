using SegLab.Losses;

namespace SegLab.Boxes;

/// <summary>A box loss that begins with the overlap of both boxes.</summary>
public abstract record OverlapBoxLoss : BoxLoss
{
    private protected OverlapBoxLoss()
    {
    }

    /// <summary>
    /// What is added to the union, to the enclosing area, and to the enclosing box's squared diagonal and sides, 0 or more (default 0).
    /// </summary>
    /// <remarks>
    /// With 0 a loss does not depend on the scale of the boxes, and a quotient whose divisor is 0 counts as 0 with no gradient. A number
    /// makes it depend: with torchvision's 1e-7 two equal boxes with sides of 1e-4 cost 0.909.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double Epsilon { get; init => field = Require.NotNegative(value); }
}
