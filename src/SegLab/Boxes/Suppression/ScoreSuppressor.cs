using System.Numerics;
using System.Runtime.Intrinsics;
using SegLab.Boxes.Kernels;
using SegLab.Numerics;

namespace SegLab.Boxes;

/// <summary>Soft-NMS (Bodla et al. 2017): the box with the highest score is set aside and lowers the scores of the others, again and again.</summary>
sealed unsafe class ScoreSuppressor<TFormula, TDecay>(TFormula formula, TDecay decay, double minimumScore) : Suppressor
    where TFormula : struct, IBoxSimilarity
    where TDecay : struct, IScoreDecay
{
    readonly float minimum = (float)minimumScore;

    public override bool LowersScores => true;

    public override void Suppress(ScoredBoxes boxes, int count)
    {
        int* places = (int*)boxes.Spare;
        for (int i = 0; i < count; i++) (places[i], boxes.Results[i]) = (i, float.NaN);
        int left = Compact(boxes, places, count), alive = left;

        // By falling score: the first is the best.
        for (int best = 0; alive > 0;)
        {
            boxes.Results[places[best]] = boxes.Scores[best];
            boxes.Scores[best] = float.NegativeInfinity;
            (best, alive) = Lower(boxes, best, left);
            if (alive > left - left / 4) continue;

            int place = places[best];
            left = Compact(boxes, places, left);
            best = new ReadOnlySpan<int>(places, left).BinarySearch(place);
        }
    }

    /// <summary>Lowers all scores by the overlap with a box. Those below the minimum become minus infinity.</summary>
    /// <returns>The first of the best that are left, and how many there are.</returns>
    (int Best, int Alive) Lower(ScoredBoxes boxes, int from, int count)
    {
        Vector512<float> x1 = Vector512.Create(boxes.X1[from]), y1 = Vector512.Create(boxes.Y1[from]);
        Vector512<float> x2 = Vector512.Create(boxes.X2[from]), y2 = Vector512.Create(boxes.Y2[from]);
        Vector512<float> highest = Vector512.Create(float.NegativeInfinity);
        Vector512<int> highestAt = Vector512<int>.Zero, index = Vector512<int>.Indices;
        int alive = 0;
        for (int j = 0; j < count; j += Lanes.Count, index += Vector512.Create(Lanes.Count))
        {
            BoxAxis<float> x = new(x1, x2, Vector512.Load(boxes.X1 + j), Vector512.Load(boxes.X2 + j));
            BoxAxis<float> y = new(y1, y2, Vector512.Load(boxes.Y1 + j), Vector512.Load(boxes.Y2 + j));
            Vector512<float> overlap = formula.Similarity<Pack<float>, BoxPair<Pack<float>, float, BoxValue<float>>>(new(x, y)).Vector;
            Vector512<float> score = Vector512.Load(boxes.Scores + j) * decay.Of(Vector512.Max(overlap, Vector512<float>.Zero));
            Vector512<float> stays = Vector512.GreaterThanOrEqual(score, Vector512.Create(minimum));
            score = Vector512.ConditionalSelect(stays, score, Vector512.Create(float.NegativeInfinity));
            score.Store(boxes.Scores + j);
            alive += BitOperations.PopCount(stays.ExtractMostSignificantBits());
            Vector512<float> higher = Vector512.GreaterThan(score, highest);
            highest = Vector512.ConditionalSelect(higher, score, highest);
            highestAt = Vector512.ConditionalSelect(higher.AsInt32(), index, highestAt);
        }

        float top = float.NegativeInfinity;
        int best = 0;
        for (int lane = 0; lane < Lanes.Count; lane++)
        {
            if (highest[lane] < top || (highest[lane] == top && highestAt[lane] > best)) continue;
            (top, best) = (highest[lane], highestAt[lane]);
        }

        return (best, alive);
    }

    /// <summary>Closes the gaps that boxes below the minimum leave.</summary>
    /// <returns>How many are left.</returns>
    int Compact(ScoredBoxes boxes, int* places, int count)
    {
        int left = 0;
        for (int i = 0; i < count; i++)
        {
            if (!(boxes.Scores[i] >= minimum)) continue;
            boxes.Move(i, left);
            places[left++] = places[i];
        }

        boxes.Pad(left);
        return left;
    }
}
