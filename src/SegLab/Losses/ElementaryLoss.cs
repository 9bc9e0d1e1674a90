using SegLab.Losses.Kernels;

namespace SegLab.Losses;

/// <summary>A loss of the catalogue, as opposed to a sum of several.</summary>
public abstract record ElementaryLoss : SegmentationLoss
{
    private protected ElementaryLoss()
    {
    }

    /// <summary>What turns logits into probabilities. Which ones a loss takes, its catalogue entry says.</summary>
    public Activation Activation { get; init; }

    /// <summary>The label of pixels that take no part in any sum or count, and whose gradient is 0; null when all count.</summary>
    public int? IgnoreIndex { get; init; }

    /// <summary>What is made of the values of pixels or classes.</summary>
    public Reduction Reduction { get; init; }

    /// <summary>A weight for each class, or null for equal ones.</summary>
    public ClassWeights? ClassWeights { get; init; }

    /// <inheritdoc/>
    public sealed override SegmentationLoss WithIgnoreIndex(int? ignoreIndex) => this with { IgnoreIndex = ignoreIndex };

    internal sealed override void AddTo(LossPlanBuilder plan, double factor)
    {
        if (Fault is { } fault) throw new InvalidOperationException($"{LossCatalog.NameOf(this)} {fault}.");
        plan.Losses.Add(this);
        Lower(plan, factor);
    }

    /// <summary>Adds the terms that the loss consists of.</summary>
    internal abstract void Lower(LossPlanBuilder plan, double factor);

    /// <summary>The activations that the loss makes sense with.</summary>
    internal virtual IReadOnlyList<Activation> Activations => Enum.GetValues<Activation>();

    /// <summary>What is wrong with the options together, as the rest of a sentence; null when nothing is.</summary>
    internal virtual string? Fault => Activations.Contains(Activation) ? null
        : $"takes activation={string.Join(" or ", Activations.Select(OptionText.Text))}, not {OptionText.Text(Activation)}";

    /// <summary>What is wrong when a loss of pixels and regions together is not to be reduced.</summary>
    private protected string? CompoundFault => Reduction == Reduction.None ? "adds a loss of pixels to one of regions, so there is no map of it (reduction=none)" : null;

    /// <summary>Checks what the options say against the number of channels.</summary>
    /// <exception cref="ArgumentException">They do not go together.</exception>
    internal virtual void Check(int channels)
    {
    }

    /// <summary>How many classes there are weights for, out of the channels of the logits.</summary>
    internal virtual int ClassesOf(int channels) => channels;

    /// <summary>What <see cref="SegmentationLoss.EvaluateMap"/> returns: how many numbers, and their shape in words.</summary>
    internal abstract (nint Count, string Shape) ValuesOf(int images, int channels, nint pixels);
}
