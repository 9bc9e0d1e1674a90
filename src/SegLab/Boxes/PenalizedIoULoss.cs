using SegLab.Losses;

namespace SegLab.Boxes;

/// <summary>A loss that is 1 - IoU and penalties, of which alpha-IoU (He et al. 2021, arXiv:2110.13675) takes a power each.</summary>
public abstract record PenalizedIoULoss : OverlapBoxLoss
{
    private protected PenalizedIoULoss()
    {
    }

    /// <summary>The power of the IoU and of each penalty, above 0 (default 1); 3 is what the paper found best.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0.</exception>
    public double Power { get; init => field = Require.Positive(value); } = 1;
}
