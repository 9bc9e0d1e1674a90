using SegLab.Imaging.Evaluation;
using SegLab.Imaging.Storage;
using SegLab.Studio.Charts;

namespace SegLab.Studio.Report;

/// <summary>The mean IoU of each image of a folder, any number of them, in order.</summary>
sealed class ScoreDistribution
{
    readonly ExternalSort<double> values = new(new NumberFormat(), Comparer<double>.Default, inMemory: 1 << 16);

    /// <summary>Goes through the images; one without an IoU does not count.</summary>
    public ScoreDistribution(string name, IEnumerable<ImageFigures> images)
    {
        foreach (ImageFigures image in images)
        {
            if (image.MeanIoU is not { } value) continue;
            values.Add(value);
            Count++;
        }

        Series = new HistogramSeries(name, values.InOrder());
    }

    /// <summary>How many values there are.</summary>
    public int Count { get; }

    /// <summary>The values for a chart, ascending.</summary>
    public HistogramSeries Series { get; }

    /// <summary>The range, the median and the quartiles in words.</summary>
    public string Describe()
    {
        if (Count == 0) return Figures.None;
        string[] texts = [.. Quantiles([0, 0.25, 0.5, 0.75, 1]).Select(value => Figures.FineScore(value))];
        return $"{texts[0]} to {texts[4]}, median {texts[2]}; half of the images lie from {texts[1]} to {texts[3]}.";
    }

    /// <summary>The values that ascending shares of all lie below, between two of them by their distance.</summary>
    IEnumerable<double> Quantiles(IReadOnlyList<double> shares)
    {
        int next = 0;
        double below = double.NaN;
        foreach ((int place, double value) in Series.Values.Index())
        {
            for (double at; next < shares.Count && (at = shares[next] * (Count - 1)) <= place; next++)
                yield return at == place ? value : below + (at - (place - 1)) * (value - below);

            below = value;
        }
    }
}
