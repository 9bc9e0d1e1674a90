using System.Diagnostics.CodeAnalysis;

namespace SegLab.Losses.Kernels;

/// <summary>Finds the place of a bad number that a kernel met, and says it.</summary>
static unsafe class BadInput
{
    [DoesNotReturn]
    public static void ThrowTarget(in LossArguments arguments, in LabelReader labels)
    {
        if (arguments.Kind == TargetKind.Soft)
        {
            for (nint i = 0; i < arguments.Images * arguments.Channels * arguments.Pixels; i++)
                if (arguments.Soft[i] is not (>= 0 and <= 1))
                    throw new ArgumentException($"The soft target has {arguments.Soft[i]} at {Place(i, arguments)}; its values are 0 to 1.");
        }

        for (nint i = 0; i < arguments.Images * arguments.Pixels; i++)
        {
            long label = labels[i];
            if ((label >= 0 && label < labels.Limit) || label == arguments.IgnoreIndex) continue;
            string ignored = arguments.IgnoreIndex is { } ignore ? $" and {ignore} is ignored" : "; set an ignore index if this label does not count";
            throw new ArgumentException(
                $"The label map has {label} at image {i / arguments.Pixels}, pixel {i % arguments.Pixels}: labels are 0 to {labels.Limit - 1}{ignored}.");
        }

        throw new ArgumentException("The target has a label that no class has.");
    }

    [DoesNotReturn]
    public static void ThrowLogit(in LossArguments arguments, (Func<float, bool> Holds, string What) accepted)
    {
        for (nint i = 0; i < arguments.Images * arguments.Channels * arguments.Pixels; i++)
            if (!accepted.Holds(arguments.Logits[i]))
                throw new ArgumentException($"The logits have {arguments.Logits[i]} at {Place(i, arguments)}; {accepted.What}.");

        throw new ArgumentException("The logits are not finite.");
    }

    static string Place(nint index, in LossArguments arguments) =>
        $"image {index / arguments.Pixels / arguments.Channels}, channel {index / arguments.Pixels % arguments.Channels}, pixel {index % arguments.Pixels}";
}
