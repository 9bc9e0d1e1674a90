using SegLab.Losses.Kernels;

namespace SegLab.Losses;

/// <summary>A loss that looks at classes, of which some may be left out.</summary>
public abstract record PerClassLoss : ElementaryLoss
{
    private protected PerClassLoss()
    {
    }

    /// <summary>Whether sums are over each image (default) or over the batch.</summary>
    public Aggregate Aggregate { get; init; }

    /// <summary>Whether channel 0 takes part when there are others. Class weights are for the channels that do.</summary>
    public bool IncludeBackground { get; init; } = true;

    /// <summary>The channels that take part; null for all.</summary>
    public ClassSelection? Classes { get; init; }

    internal ChannelSelection Channels => new(Classes?.Values, IncludeBackground);

    internal override int ClassesOf(int channels) => Channels.Count(channels);

    internal override (nint Count, string Shape) ValuesOf(int images, int channels, nint pixels) => Aggregate == Aggregate.Batch
        ? (ClassesOf(channels), "[classes]")
        : ((nint)images * ClassesOf(channels), "[N, classes]");
}
