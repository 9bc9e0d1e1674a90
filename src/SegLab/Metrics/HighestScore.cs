using System.Runtime.Intrinsics;

namespace SegLab.Metrics;

/// <summary>The labels that scores stand for, a tile of pixels at a time.</summary>
static class HighestScore
{
    /// <summary>As many pixels as are looked at together: their highest scores and labels stay in the first cache.</summary>
    public const int Tile = 1024;

    /// <summary>Finds the class with the highest score of each pixel, the first of equals.</summary>
    /// <param name="scores"><c>[classes, pixels]</c>.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="pixels">How many pixels there are.</param>
    /// <param name="begin">The first pixel of the tile.</param>
    /// <param name="labels">Receives a class a pixel of the tile.</param>
    /// <param name="highest">Receives the scores, when given.</param>
    /// <returns>-1, or a pixel of which a score is NaN.</returns>
    public static int Find(ReadOnlySpan<float> scores, int classes, int pixels, int begin, Span<int> labels, Span<float> highest = default)
    {
        Span<float> best = stackalloc float[Tile];
        best = best[..labels.Length];
        scores.Slice(begin, labels.Length).CopyTo(best);
        labels.Clear();
        int width = Vector512<float>.Count, whole = labels.Length / width * width;
        for (int label = 0; label < classes; label++)
        {
            ReadOnlySpan<float> next = scores.Slice(label * pixels + begin, labels.Length);
            Vector512<int> code = Vector512.Create(label), undefined = Vector512<int>.Zero;
            for (int i = 0; i < whole; i += width)
            {
                Vector512<float> score = Vector512.Create(next[i..]), old = Vector512.Create(best[i..]);
                Vector512<float> higher = Vector512.GreaterThan(score, old);
                undefined |= ~Vector512.Equals(score, score).AsInt32();
                Vector512.ConditionalSelect(higher, score, old).CopyTo(best[i..]);
                Vector512.ConditionalSelect(higher.AsInt32(), code, Vector512.Create(labels[i..])).CopyTo(labels[i..]);
            }

            bool nan = undefined != Vector512<int>.Zero;
            for (int i = whole; i < next.Length; i++)
            {
                nan |= float.IsNaN(next[i]);
                if (next[i] > best[i]) (best[i], labels[i]) = (next[i], label);
            }

            if (nan) return begin + FirstNaN(next);
        }

        if (!highest.IsEmpty) best.CopyTo(highest);
        return -1;
    }

    /// <summary>1 for each probability above a threshold, otherwise 0.</summary>
    /// <returns>-1, or a pixel of which the probability is NaN.</returns>
    public static int Above(ReadOnlySpan<float> probabilities, float threshold, Span<int> labels)
    {
        bool nan = false;
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = probabilities[i] > threshold ? 1 : 0;
            nan |= float.IsNaN(probabilities[i]);
        }

        return nan ? FirstNaN(probabilities) : -1;
    }

    static int FirstNaN(ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length; i++)
            if (float.IsNaN(values[i])) return i;
        return -1;
    }
}
