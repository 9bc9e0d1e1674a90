using SegLab.Numerics;

namespace SegLab.Boxes;

/// <summary>Boxes with scores, side by side: first all left sides, and so on.</summary>
readonly unsafe struct ScoredBoxes(float* memory, int stride)
{
    /// <summary>How many numbers there are of each box.</summary>
    public const int Columns = 7;

    public float* X1 => memory;

    public float* Y1 => memory + stride;

    public float* X2 => memory + 2 * stride;

    public float* Y2 => memory + 3 * stride;

    public float* Scores => memory + 4 * stride;

    /// <summary>The scores that boxes stay with; NaN for those that go.</summary>
    public float* Results => memory + 5 * stride;

    /// <summary>Room for another number of each box.</summary>
    public float* Spare => memory + 6 * stride;

    public void Put(int index, (float X1, float Y1, float X2, float Y2) sides, float score) =>
        (X1[index], Y1[index], X2[index], Y2[index], Scores[index]) = (sides.X1, sides.Y1, sides.X2, sides.Y2, score);

    public void Move(int from, int to) => Put(to, (X1[from], Y1[from], X2[from], Y2[from]), Scores[from]);

    /// <summary>Fills what a last vector reads behind the boxes.</summary>
    public void Pad(int count)
    {
        for (int i = count; i < (count + Lanes.Count - 1) / Lanes.Count * Lanes.Count; i++) Put(i, default, float.NaN);
    }
}
