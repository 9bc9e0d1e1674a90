using SegLab.Metrics;

namespace SegLab.Training.Comparison;

/// <summary>A run that is over, as it stands in <c>run.json</c> beside its weights.</summary>
sealed record RunRecord
{
    /// <summary>The loss in text form.</summary>
    public required string Loss { get; init; }

    /// <summary>The seed.</summary>
    public required int Seed { get; init; }

    /// <summary>The course of training.</summary>
    public required IReadOnlyList<EpochResult> Epochs { get; init; }

    /// <summary>For each validation image, the counts of its confusion matrix that are not zero: place, count, place, count...</summary>
    public required IReadOnlyList<IReadOnlyList<long>> Confusions { get; init; }

    /// <summary>The most memory the process had held when the run ended, in bytes.</summary>
    public required long PeakMemory { get; init; }

    /// <summary>Packs confusion matrices for <see cref="Confusions"/>.</summary>
    public static IReadOnlyList<IReadOnlyList<long>> Pack(IReadOnlyList<ConfusionMatrix> matrices) => [.. matrices.Select(Pack)];

    /// <summary>The confusion matrices again.</summary>
    /// <exception cref="InvalidDataException">There are not as many as images, or a place is not in the matrix.</exception>
    public IReadOnlyList<ConfusionMatrix> Unpack(int images, int classes)
    {
        if (Confusions.Count != images)
            throw new InvalidDataException($"it holds the scores of {Confusions.Count} validation images, and there are {images}");
        return [.. Confusions.Select(packed => Unpack(packed, classes))];
    }

    static IReadOnlyList<long> Pack(ConfusionMatrix matrix)
    {
        var packed = new List<long>();
        for (int place = 0; place < matrix.Counts.Length; place++)
        {
            if (matrix.Counts[place] == 0) continue;
            packed.Add(place);
            packed.Add(matrix.Counts[place]);
        }

        return packed;
    }

    static ConfusionMatrix Unpack(IReadOnlyList<long> packed, int classes)
    {
        var counts = new long[classes * classes];
        for (int i = 0; i + 1 < packed.Count; i += 2)
        {
            if ((ulong)packed[i] >= (ulong)counts.Length || packed[i + 1] < 0)
                throw new InvalidDataException(
                    $"it counts {packed[i + 1]} pixels at place {packed[i]} of a matrix of {counts.Length} places");
            counts[packed[i]] = packed[i + 1];
        }

        return ConfusionMatrix.FromCounts(classes, counts);
    }
}
