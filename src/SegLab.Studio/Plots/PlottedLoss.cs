using SegLab.Losses;

namespace SegLab.Studio.Plots;

/// <summary>A loss of a plot.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Loss">The loss; it reduces its values to one.</param>
public sealed record PlottedLoss(string Name, SegmentationLoss Loss)
{
    /// <summary>Reads a loss, or several where a number is a range, <c>FROM:TO:STEP</c>: <c>focal(gamma=0:5:1)</c> is six.</summary>
    /// <exception cref="FormatException">It is no loss that one pixel has a curve of; the message says where it goes wrong and what exists.</exception>
    public static IReadOnlyList<PlottedLoss> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. ParameterRange.Expand(text).Select(spec => new PlottedLoss(spec, Reduced(spec, SegmentationLoss.Parse(spec))))];
    }

    static SegmentationLoss Reduced(string name, SegmentationLoss loss)
    {
        IReadOnlyList<WeightedLoss> parts = WeightedSumLoss.PartsOf(loss);
        if (parts.Any(part => part.Loss.Reduction == Reduction.None))
            throw new FormatException($"'{name}' has reduction=none; a curve needs one number.");
        if (parts.Any(part => part.Factor.Shape != ScheduleShape.Constant))
            throw new FormatException($"'{name}' has weights that change while training; write those of one moment, such as 0.5*generalized_dice + 0.5*boundary.");
        return loss;
    }
}
