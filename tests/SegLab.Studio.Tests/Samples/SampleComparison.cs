using SegLab.Training.Comparison;

namespace SegLab.Studio.Tests.Samples;

/// <summary>Builds comparisons that look like real ones: road scenes, losses that learn, intervals that overlap.</summary>
sealed record SampleComparison
{
    public static readonly IReadOnlyList<string> RoadLosses =
    [
        "0.5*ce(ignore_index=255) + 0.5*dice(smooth=1)", "lovasz", "tversky(false_positive_weight=0.3, false_negative_weight=0.7)", "dice",
        "focal(gamma=2)", "ce", "generalized_dice", "focal(gamma=5)",
    ];

    public static readonly IReadOnlyList<string> RoadClasses =
        ["sky", "building", "pole", "road", "pavement", "tree", "sign", "fence", "car", "pedestrian", "bicyclist"];

    public static readonly IReadOnlyList<double> RoadFractions =
        [0.1683, 0.2318, 0.0099, 0.3155, 0.0624, 0.1118, 0.0104, 0.0143, 0.0661, 0.0067, 0.0028];

    public IReadOnlyList<string> Losses { get; init; } = RoadLosses;
    public IReadOnlyList<string> Classes { get; init; } = RoadClasses;
    public IReadOnlyList<double> Fractions { get; init; } = RoadFractions;
    public int Epochs { get; init; } = 30;
    public int Seeds { get; init; } = 2;

    /// <summary>Classes without any pixel.</summary>
    public IReadOnlyList<int> Absent { get; init; } = [];

    /// <summary>A sample with as many losses and classes as asked for.</summary>
    public static SampleComparison Of(int losses, int classes) => new()
    {
        Losses = [.. Enumerable.Range(0, losses).Select(i => i < RoadLosses.Count ? RoadLosses[i] : $"poly1(epsilon={i})")],
        Classes = [.. Enumerable.Range(0, classes).Select(i => $"class {i}")],
        Fractions = Shares(classes),
    };

    public ComparisonResult Build()
    {
        var random = new Random(7);
        int[] rare = [.. Enumerable.Range(0, Classes.Count).Where(k => Fractions[k] < 0.012)];
        LossResult[] ranking = [.. Losses.Select((loss, i) => Loss(loss, i, rare, random))];
        return new ComparisonResult
        {
            Version = "0.1.0",
            Command = $"seglab compare data/road --losses \"{string.Join(", ", Losses)}\" --epochs {Epochs} --seeds {Seeds} --out runs/road",
            Machine = "AMD EPYC 9B14, 512-bit vectors, 8 threads",
            Finished = new DateTimeOffset(2025, 3, 14, 15, 9, 0, TimeSpan.Zero),
            Dataset = new DatasetSummary("data/road", Classes, Fractions, rare, 255, 367, 101, 3),
            Settings = new ComparisonSettings
            {
                Epochs = Epochs,
                Width = 16,
                Depth = 4,
                Batch = 8,
                CropHeight = 128,
                CropWidth = 128,
                LearningRate = 0.001,
                Seeds = Seeds,
            },
            NetworkParameters = 1_941_067,
            Ranking = ranking,
            Advice = Losses.Count == 1
                ? $"Only {Losses[0]} was trained, so there is nothing to choose from."
                : $"Use {Losses[0]}: its mean IoU of {ranking[0].MeanIoU:0.000} leads {Losses[1]} by 0.021, which is significant.",
            PeakMemory = 1_842_000_000,
        };
    }

    LossResult Loss(string loss, int rank, int[] rare, Random random)
    {
        double mean = 0.62 - 0.021 * rank;
        double?[] classIoU = [.. Enumerable.Range(0, Classes.Count).Select(k => Absent.Contains(k) ? (double?)null : ClassIoU(k, mean, random))];
        double half = 0.018 + 0.004 * random.NextDouble();
        return new LossResult
        {
            Loss = loss,
            MeanIoU = mean,
            MeanIoULow = mean - half,
            MeanIoUHigh = mean + half,
            PixelAccuracy = 0.912 - 0.004 * rank,
            MeanAccuracy = 0.741 - 0.012 * (rank + 3) % 5,
            FrequencyWeightedIoU = 0.846 - 0.006 * rank,
            ClassIoU = classIoU,
            RareMeanIoU = rare.Length == 0 ? null : 0.41 * Math.Pow(0.93, rank),
            SecondsPerEpoch = 6.2 + random.NextDouble(),
            Lead = rank == Losses.Count - 1 ? null
                : rank % 3 == 0 ? new LeadOverNext(0.021, 0.008, 0.034, true)
                : new LeadOverNext(0.021, -0.006, 0.047, false),
            Runs = [.. Enumerable.Range(1, Seeds).Select(seed => Run(loss, rank, mean, seed, random))],
        };
    }

    RunResult Run(string loss, int rank, double mean, int seed, Random random)
    {
        double scale = Math.Pow(10, rank % 3 - 1);
        EpochResult[] epochs = [.. Enumerable.Range(1, Epochs).Select(epoch =>
        {
            double learned = 1 - Math.Exp(-epoch / (3.0 + rank));
            double score = mean * learned + 0.03 * (random.NextDouble() - 0.5) * (1 - 0.6 * learned);
            return new EpochResult(epoch, scale * (0.2 + 1.8 * (1 - learned) + 0.05 * random.NextDouble()), score, 0.3 + 0.6 * learned, 6.4);
        })];
        return new RunResult(seed, $"weights/{rank + 1}-{seed}.safetensors", mean, epochs);
    }

    double ClassIoU(int index, double mean, Random random) =>
        Math.Clamp(mean + 0.1 * Math.Log10(Math.Max(Fractions[index], 1e-5) / 0.03) * 2 + 0.05 * (random.NextDouble() - 0.5), 0.003, 0.985);

    static double[] Shares(int classes)
    {
        double[] shares = [.. Enumerable.Range(0, classes).Select(i => Math.Pow(i + 1, -1.6))];
        double sum = shares.Sum();
        return [.. shares.Select(share => share / sum)];
    }
}
