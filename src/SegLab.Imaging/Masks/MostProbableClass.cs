using SegLab.Metrics;

namespace SegLab.Imaging.Masks;

/// <summary>Makes a label map of probabilities, as <see cref="ConfusionMatrix.AddScores"/> counts them.</summary>
static class MostProbableClass
{
    /// <summary>The most probable class of each pixel, of equal ones the lowest; of a single channel, an object (1) above one half.</summary>
    /// <returns>-1, or a pixel of which a probability is NaN.</returns>
    public static int Find(ProbabilityMap map, Span<int> labels)
    {
        if (map.Channels == 1) return HighestScore.Above(map.Values, 0.5f, labels);
        for (int begin = 0; begin < labels.Length; begin += HighestScore.Tile)
        {
            Span<int> tile = labels.Slice(begin, Math.Min(HighestScore.Tile, labels.Length - begin));
            int undefined = HighestScore.Find(map.Values, map.Channels, labels.Length, begin, tile);
            if (undefined >= 0) return undefined;
        }

        return -1;
    }

    /// <summary>The same as a label map of its own.</summary>
    public static LabelVolume Of(ProbabilityMap map)
    {
        var labels = new int[map.Shape.Count];
        Find(map, labels);
        return new LabelVolume(map.Shape, labels);
    }
}
