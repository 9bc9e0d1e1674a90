using SegLab.Training.Studies.Runs;

namespace SegLab.Training.Studies.AllChannels;

/// <summary>Both forms of cross-entropy, trained from the same seeds: the margins after each epoch of each seed.</summary>
/// <param name="TrueChannel">Of the networks trained over the true channel, by seed and epoch.</param>
/// <param name="AllChannels">Of those trained over all channels.</param>
sealed record AllChannelsComparison(IReadOnlyList<IReadOnlyList<ChannelMargins>> TrueChannel, IReadOnlyList<IReadOnlyList<ChannelMargins>> AllChannels)
{
    /// <summary>What is compared, as tables list it.</summary>
    public static IReadOnlyList<ComparedFigure> Figures { get; } =
    [
        new("probability margin", "0.0000", margins => margins.Probability),
        new("logit margin", "0.000", margins => margins.Logit),
        new("logit margin, right pixels", "0.000", margins => margins.LogitWhereRight),
        new("logit margin, wrong pixels", "0.000", margins => margins.LogitWhereWrong),
        new("pixel accuracy", "0.0000", margins => margins.Accuracy),
        new("mean IoU", "0.0000", margins => margins.MeanIoU),
        new("loss over the true channel", "0.0000", margins => margins.TrueChannelLoss),
        new("loss over all channels", "0.0000", margins => margins.AllChannelsLoss),
    ];

    /// <summary>Every network after its last epoch.</summary>
    public IEnumerable<ChannelMargins> Last => TrueChannel.Concat(AllChannels).Select(seed => seed[^1]);

    /// <summary>A figure after the last epoch: its means, and what all channels give more, seed by seed.</summary>
    public (SeedMean TrueChannel, SeedMean AllChannels, SeedMean Difference) Of(Func<ChannelMargins, double> figure)
    {
        double[] first = [.. TrueChannel.Select(seed => figure(seed[^1]))], second = [.. AllChannels.Select(seed => figure(seed[^1]))];
        return (SeedMean.Of(first), SeedMean.Of(second), SeedMean.OfDifferences(second, first));
    }
}

/// <summary>A figure that both forms are compared by.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Format">How it is written.</param>
/// <param name="Value">What it is of some margins.</param>
sealed record ComparedFigure(string Name, string Format, Func<ChannelMargins, double> Value);
