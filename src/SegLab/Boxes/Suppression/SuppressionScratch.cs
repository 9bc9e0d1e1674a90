using SegLab.Boxes.Kernels;
using SegLab.Numerics;

namespace SegLab.Boxes;

/// <summary>The memory of a suppression: boxes in the order of their scores, class by class.</summary>
sealed unsafe class SuppressionScratch(Suppressor suppressor)
{
    readonly ScoreOrder sorting = new();
    readonly PinnedMemory<float> memory = new();
    int[] order = [], positions = [];
    float[] finalScores = [];

    public int Select(
        ReadOnlySpan<float> boxes, ReadOnlySpan<float> scores, ReadOnlySpan<int> classes, BoxFormat format, Span<int> kept, Span<float> keptScores)
    {
        int count = scores.Length;
        if (order.Length < count) (order, positions, finalScores) = (new int[count], new int[count], new float[count]);
        Span<int> ranked = order.AsSpan(0, count), grouped = positions.AsSpan(0, count);
        sorting.Sort(scores, ranked);
        if (classes.IsEmpty)
        {
            for (int i = 0; i < count; i++) grouped[i] = i;
        }
        else
        {
            sorting.SortByClass(classes, ranked, grouped);
        }

        int stride = (count + 2 * Lanes.Count - 1) / Lanes.Count * Lanes.Count;
        memory.Reserve(ScoredBoxes.Columns * stride);
        Span<float> final = finalScores.AsSpan(0, count);
        fixed (float* source = boxes)
        {
            for (int i = 0; i < count; i++) BoxInput.Check("box", source + 4 * i, i, format);
            for (int first = 0, last; first < count; first = last)
            {
                last = classes.IsEmpty ? count : first + 1;
                while (last < count && classes[ranked[grouped[last]]] == classes[ranked[grouped[first]]]) last++;
                var group = new ScoredBoxes(memory.Pointer, stride);
                for (int i = first; i < last; i++)
                {
                    int index = ranked[grouped[i]];
                    group.Put(i - first, BoxInput.SidesOf(source + 4 * index, format), scores[index]);
                }

                group.Pad(last - first);
                suppressor.Suppress(group, last - first);
                for (int i = first; i < last; i++) final[ranked[grouped[i]]] = group.Results[i - first];
            }
        }

        return suppressor.LowersScores ? CollectLowered(final, kept, keptScores) : Collect(ranked, final, kept, keptScores);
    }

    /// <summary>Those that stay, in the order that they already have.</summary>
    static int Collect(ReadOnlySpan<int> ranked, ReadOnlySpan<float> scores, Span<int> kept, Span<float> keptScores)
    {
        int count = 0;
        foreach (int index in ranked)
        {
            if (float.IsNaN(scores[index])) continue;
            if (!keptScores.IsEmpty) keptScores[count] = scores[index];
            kept[count++] = index;
        }

        return count;
    }

    int CollectLowered(Span<float> scores, Span<int> kept, Span<float> keptScores)
    {
        for (int i = 0; i < scores.Length; i++)
            if (float.IsNaN(scores[i])) scores[i] = float.MinValue;
        sorting.Sort(scores, kept[..scores.Length]);
        int count = 0;
        while (count < scores.Length && scores[kept[count]] != float.MinValue)
        {
            if (!keptScores.IsEmpty) keptScores[count] = scores[kept[count]];
            count++;
        }

        return count;
    }
}
