namespace SegLab.Imaging.Masks;

/// <summary>Makes a label map of probabilities.</summary>
static class MostProbableClass
{
    /// <summary>The most probable class of each pixel, of equal ones the lowest; of a single channel, an object (1) above one half.</summary>
    public static void Find(ProbabilityMap map, Span<int> labels)
    {
        if (map.Channels == 1)
        {
            for (int i = 0; i < labels.Length; i++) labels[i] = map.Values[i] > 0.5f ? 1 : 0;
            return;
        }

        labels.Clear();
        for (int k = 1; k < map.Channels; k++)
        {
            ReadOnlySpan<float> channel = map[k];
            for (int i = 0; i < labels.Length; i++)
                if (channel[i] > map.Values[labels[i] * labels.Length + i]) labels[i] = k;
        }
    }

    /// <summary>The same as a label map of its own.</summary>
    public static LabelVolume Of(ProbabilityMap map)
    {
        var labels = new int[map.Shape.Count];
        Find(map, labels);
        return new LabelVolume(map.Shape, labels);
    }
}
