using System.Runtime.Intrinsics;
using SegLab.Boxes.Kernels;
using SegLab.Numerics;

namespace SegLab.Boxes;

/// <summary>Suppression by any similarity: a box stays unless one that stayed is too much like it.</summary>
sealed unsafe class SimilaritySuppressor<TFormula>(TFormula formula, double threshold) : Suppressor
    where TFormula : struct, IBoxSimilarity
{
    readonly float limit = (float)threshold > threshold ? MathF.BitDecrement((float)threshold) : (float)threshold;

    public override void Suppress(ScoredBoxes boxes, int count)
    {
        int kept = 0;
        for (int i = 0; i < count; i++)
        {
            bool goes = IsLike(boxes, kept, i);
            boxes.Results[i] = goes ? float.NaN : boxes.Scores[i];
            if (goes) continue;
            (boxes.X1[kept], boxes.Y1[kept], boxes.X2[kept], boxes.Y2[kept]) = (boxes.X1[i], boxes.Y1[i], boxes.X2[i], boxes.Y2[i]);
            kept++;
        }
    }

    bool IsLike(ScoredBoxes boxes, int kept, int candidate)
    {
        Vector512<float> x1 = Vector512.Create(boxes.X1[candidate]), y1 = Vector512.Create(boxes.Y1[candidate]);
        Vector512<float> x2 = Vector512.Create(boxes.X2[candidate]), y2 = Vector512.Create(boxes.Y2[candidate]);
        for (int j = 0; j < kept; j += Lanes.Count)
        {
            BoxAxis<float> x = new(x1, x2, Vector512.Load(boxes.X1 + j), Vector512.Load(boxes.X2 + j));
            BoxAxis<float> y = new(y1, y2, Vector512.Load(boxes.Y1 + j), Vector512.Load(boxes.Y2 + j));
            Vector512<float> similarity = formula.Similarity<Pack<float>, BoxPair<Pack<float>, float, BoxValue<float>>>(new(x, y)).Vector;
            Vector512<int> isKept = Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(kept - j));
            if ((Vector512.GreaterThan(similarity, Vector512.Create(limit)).AsInt32() & isKept) != Vector512<int>.Zero) return true;
        }

        return false;
    }
}
