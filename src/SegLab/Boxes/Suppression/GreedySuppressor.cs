using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Boxes;

/// <summary>Suppression by IoU: a box stays unless one that stayed overlaps it too much.</summary>
/// <remarks>
/// Boxes that stay are brought together at the front, so that each next one is held against these alone, sixteen at a time. A product takes the place
/// of the quotient; only what comes near to the threshold is divided, so that the choice is that of I / U in floats.
/// </remarks>
sealed unsafe class GreedySuppressor(double threshold) : Suppressor
{
    // The largest float that is not above the threshold: a float is above the one just when it is above the other.
    readonly float limit = (float)threshold > threshold ? MathF.BitDecrement((float)threshold) : (float)threshold;

    public override void Suppress(ScoredBoxes boxes, int count)
    {
        // I / U > t as I > t / (1 + t) (A + B), taken a little lower.
        Vector512<float> share = Vector512.Create((float)(threshold / (1 + threshold) * (1 - 1e-5)));
        float* areas = boxes.Spare;
        int kept = 0;
        for (int i = 0; i < count; i++)
        {
            float area = (boxes.X2[i] - boxes.X1[i]) * (boxes.Y2[i] - boxes.Y1[i]);
            bool goes = Overlaps(boxes, areas, kept, i, area, share);
            boxes.Results[i] = goes ? float.NaN : boxes.Scores[i];
            if (goes) continue;
            (boxes.X1[kept], boxes.Y1[kept], boxes.X2[kept], boxes.Y2[kept], areas[kept]) = (boxes.X1[i], boxes.Y1[i], boxes.X2[i], boxes.Y2[i], area);
            kept++;
        }
    }

    bool Overlaps(ScoredBoxes boxes, float* areas, int kept, int candidate, float area, Vector512<float> share)
    {
        Vector512<float> x1 = Vector512.Create(boxes.X1[candidate]), y1 = Vector512.Create(boxes.Y1[candidate]);
        Vector512<float> x2 = Vector512.Create(boxes.X2[candidate]), y2 = Vector512.Create(boxes.Y2[candidate]), own = Vector512.Create(area);
        int whole = kept / Lanes.Count * Lanes.Count;
        for (int j = 0; j < whole; j += Lanes.Count)
        {
            Vector512<float> intersection = Intersection(boxes, j, x1, y1, x2, y2), sum = own + Vector512.Load(areas + j);
            if (Vector512.GreaterThanAny(intersection, share * sum) && Vector512.GreaterThanAny(intersection / (sum - intersection), Vector512.Create(limit))) return true;
        }

        if (whole == kept) return false;
        Vector512<int> isKept = Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(kept - whole));
        Vector512<float> last = Intersection(boxes, whole, x1, y1, x2, y2), union = own + Vector512.Load(areas + whole) - last;
        return (Vector512.GreaterThan(last / union, Vector512.Create(limit)).AsInt32() & isKept) != Vector512<int>.Zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> Intersection(
        ScoredBoxes boxes, int index, Vector512<float> x1, Vector512<float> y1, Vector512<float> x2, Vector512<float> y2)
    {
        Vector512<float> width = Vector512.MinNative(x2, Vector512.Load(boxes.X2 + index)) - Vector512.MaxNative(x1, Vector512.Load(boxes.X1 + index));
        Vector512<float> height = Vector512.MinNative(y2, Vector512.Load(boxes.Y2 + index)) - Vector512.MaxNative(y1, Vector512.Load(boxes.Y1 + index));
        return Vector512.MaxNative(width, Vector512<float>.Zero) * Vector512.MaxNative(height, Vector512<float>.Zero);
    }
}
