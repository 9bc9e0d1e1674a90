using SegLab.Losses.Kernels;

namespace SegLab.Losses;

/// <summary>One part of a <see cref="WeightedSumLoss"/>.</summary>
/// <param name="Factor">What the part is multiplied by: a number, or a schedule over the training.</param>
/// <param name="Loss">The part.</param>
public readonly record struct WeightedLoss(WeightSchedule Factor, ElementaryLoss Loss);

/// <summary>A weighted sum of losses. Its parts share the passes over the logits: cross-entropy plus Dice costs what Dice costs.</summary>
/// <remarks>An ignore index that one part has holds for all; two parts with different ones do not go together.</remarks>
public sealed record WeightedSumLoss : SegmentationLoss
{
    /// <summary>Makes a sum of weighted parts.</summary>
    /// <exception cref="ArgumentException">There is no part, or two parts ignore different labels.</exception>
    public WeightedSumLoss(params IReadOnlyList<WeightedLoss> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Count == 0) throw new ArgumentException("A sum of losses needs at least one.");
        int? ignoreIndex = null;
        foreach (WeightedLoss part in parts)
        {
            if (part.Loss.IgnoreIndex is not { } index) continue;
            if (ignoreIndex is { } other && other != index)
                throw new ArgumentException($"The parts of a sum must ignore the same label, but one has {other} and another {index}.");
            ignoreIndex = index;
        }

        (Parts, IgnoreIndex) = (parts, ignoreIndex);
    }

    /// <summary>The parts, in the order of the sum.</summary>
    public IReadOnlyList<WeightedLoss> Parts { get; }

    /// <summary>The label that no part counts.</summary>
    public int? IgnoreIndex { get; }

    /// <inheritdoc/>
    public override SegmentationLoss WithIgnoreIndex(int? ignoreIndex) =>
        new WeightedSumLoss([.. Parts.Select(part => part with { Loss = (ElementaryLoss)part.Loss.WithIgnoreIndex(ignoreIndex) })]);

    /// <inheritdoc/>
    public override SegmentationLoss At(double progress)
    {
        Require.Between(progress, 0, 1);
        return Parts.All(part => part.Factor.Shape == ScheduleShape.Constant)
            ? this
            : new WeightedSumLoss([.. Parts.Select(part => part with { Factor = part.Factor.At(progress) })]);
    }

    /// <inheritdoc/>
    public bool Equals(WeightedSumLoss? other) => other is not null && Parts.SequenceEqual(other.Parts);

    /// <inheritdoc/>
    public override int GetHashCode() => Parts.Aggregate(Parts.Count, HashCode.Combine);

    internal override void AddTo(LossPlanBuilder plan, double factor)
    {
        foreach ((WeightSchedule schedule, ElementaryLoss part) in Parts)
        {
            if (schedule.Shape != ScheduleShape.Constant)
                throw new InvalidOperationException(
                    $"The weight {schedule} of {part} depends on the progress of training: evaluate what At(progress) returns.");
            part.AddTo(plan, factor * schedule.At(0));
        }
    }

    internal static WeightedSumLoss Scale(WeightSchedule factor, SegmentationLoss loss) =>
        new([.. PartsOf(loss).Select(part => part with { Factor = factor * part.Factor })]);

    internal static WeightedSumLoss Add(SegmentationLoss left, SegmentationLoss right) => new([.. PartsOf(left), .. PartsOf(right)]);

    internal static IReadOnlyList<WeightedLoss> PartsOf(SegmentationLoss loss) =>
        loss is WeightedSumLoss sum ? sum.Parts : [new WeightedLoss(1, (ElementaryLoss)loss)];
}
