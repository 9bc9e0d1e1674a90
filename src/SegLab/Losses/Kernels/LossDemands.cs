namespace SegLab.Losses.Kernels;

/// <summary>What the elementary losses of a sum ask of a call together.</summary>
sealed class LossDemands
{
    readonly ElementaryLoss[] losses;
    readonly bool hasSoftmax;

    /// <exception cref="InvalidOperationException">Some losses reduce their values and some do not.</exception>
    public LossDemands(ElementaryLoss[] losses, bool hasSoftmax)
    {
        (this.losses, this.hasSoftmax) = (losses, hasSoftmax);
        IgnoreIndex = losses.Select(part => part.IgnoreIndex).FirstOrDefault(index => index is not null);
        Reduces = losses[0].Reduction != Reduction.None;
        if (losses.Any(part => part.Reduction != Reduction.None != Reduces))
            throw new InvalidOperationException("Some parts of the sum reduce their values and some do not: they cannot be added.");
    }

    /// <summary>The label of pixels that do not count.</summary>
    public int? IgnoreIndex { get; }

    /// <summary>Whether the result is one number.</summary>
    public bool Reduces { get; }

    /// <exception cref="ArgumentException">The options do not go together with the number of channels.</exception>
    public void CheckChannels(int channels)
    {
        if (hasSoftmax && channels < 2)
            throw new ArgumentException("A softmax over one channel is always 1: use a sigmoid (activation=sigmoid, or bce) or two channels.");
        foreach (ElementaryLoss loss in losses)
        {
            if (loss is PerClassLoss { Classes: { } classes } && classes[^1] >= channels)
                throw new ArgumentException($"{LossCatalog.NameOf(loss)} selects class {classes[^1]}, but the logits have {channels} channels.");
            int expected = loss.ClassesOf(channels);
            if (loss.ClassWeights is { } weights && weights.Count != expected)
                throw new ArgumentException($"{LossCatalog.NameOf(loss)} has {weights.Count} class weights for {expected} classes.");
            loss.Check(channels);
        }
    }

    /// <exception cref="ArgumentException">A loss has another number of values than there is room for.</exception>
    public void CheckValues(nint room, int images, int channels, nint pixels)
    {
        foreach (ElementaryLoss loss in losses)
        {
            (nint expected, string shape) = loss.ValuesOf(images, channels, pixels);
            if (room != expected)
                throw new ArgumentException($"The values of {LossCatalog.NameOf(loss)} are {shape}, {expected} numbers; there is room for {room}.");
        }
    }
}
