namespace SegLab.Losses.Kernels;

/// <summary>The channels that take part in a loss, out of those that the logits have.</summary>
readonly record struct ChannelSelection(int[]? Classes, bool IncludeBackground)
{
    public bool Has(int channel, int channels) =>
        Classes is { } classes ? Array.IndexOf(classes, channel) >= 0 : IncludeBackground || channel > 0 || channels == 1;

    public int Count(int channels) => Classes?.Length ?? (IncludeBackground || channels == 1 ? channels : channels - 1);

    /// <summary>The channels, in ascending order.</summary>
    public int[] Of(int channels)
    {
        ChannelSelection selection = this;
        return [.. Enumerable.Range(0, channels).Where(channel => selection.Has(channel, channels))];
    }
}
