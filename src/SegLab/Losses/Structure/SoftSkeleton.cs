using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Losses.Structure;

/// <summary>
/// The soft skeleton of a plane (Shit et al. 2021): what opening takes away from the plane eroded 0, 1, ... times, joined as 1 - (1 - a)(1 - b).
/// Keeps what the way back to the plane needs.
/// </summary>
/// <param name="iterations">How many erosions there are; at least the greatest radius of what is to become thin.</param>
sealed unsafe class SoftSkeleton(int iterations)
{
    readonly PinnedMemory<float> memory = new();
    readonly Pooling pooling = new();
    PlaneRows rows;

    /// <summary>Makes room for planes of a shape.</summary>
    public void Prepare(in PlaneRows rows)
    {
        this.rows = rows;
        pooling.Prepare(rows);
        memory.Reserve(checked(rows.Length * (2 * iterations + 3 + rows.Axes + 2 + 3)));
    }

    /// <summary>The plane whose skeleton is taken, in padded rows; to be filled by the caller, with 0 in the padding.</summary>
    public float* Source => Eroded(0);

    /// <summary>The skeleton.</summary>
    public float* Result => Joined(iterations);

    /// <summary>The slopes by the skeleton, to be filled by the caller; after <see cref="Backward"/> those by the source.</summary>
    public float* Slopes => Plane(2 * iterations + 3 + rows.Axes + 2);

    /// <summary>Computes the skeleton.</summary>
    public void Forward()
    {
        for (int j = 0; j <= iterations; j++)
        {
            pooling.Erode(Eroded(j), Eroded(j + 1));
            float* opened = Dilate(Eroded(j + 1)), eroded = Eroded(j), joined = Joined(j), former = j == 0 ? null : Joined(j - 1);
            for (int i = 0; i < rows.Length; i += Lanes.Count)
            {
                Vector512<float> thin = Vector512.MaxNative(Vector512.Load(eroded + i) - Vector512.Load(opened + i), Vector512<float>.Zero);
                if (former != null)
                {
                    Vector512<float> before = Vector512.Load(former + i);
                    thin = before + Vector512.MaxNative(thin - before * thin, Vector512<float>.Zero);
                }

                thin.Store(joined + i);
            }
        }
    }

    /// <summary>Turns the slopes by the skeleton into those by the source.</summary>
    public void Backward()
    {
        float* bySkeleton = Slopes, byEroded = bySkeleton + rows.Length, byNext = byEroded + rows.Length;
        new Span<float>(byNext, rows.Length).Clear();
        for (int j = iterations; j >= 0; j--)
        {
            float* opened = Dilate(Eroded(j + 1)), eroded = Eroded(j), former = j == 0 ? null : Joined(j - 1);
            for (int i = 0; i < rows.Length; i += Lanes.Count)
            {
                Vector512<float> thin = Vector512.Load(eroded + i) - Vector512.Load(opened + i), slope = Vector512.Load(bySkeleton + i);
                Vector512<float> counts = Vector512.GreaterThan(thin, Vector512<float>.Zero);
                Vector512<float> byThin = slope;
                if (former != null)
                {
                    Vector512<float> before = Vector512.Load(former + i);
                    counts &= Vector512.GreaterThan(thin - before * thin, Vector512<float>.Zero);
                    byThin = slope * (Vector512<float>.One - before);
                    (slope - (slope * thin & counts)).Store(bySkeleton + i);
                }

                byThin &= counts;
                byThin.Store(byEroded + i);
                (-byThin).Store(opened + i);
            }

            AddDilateBackward(Eroded(j + 1), byNext);
            pooling.ErodeBackward(Eroded(j), Eroded(j + 1), byNext, byEroded);
            float* swapped = byNext;
            byNext = byEroded;
            byEroded = swapped;
        }

        if (byNext != Slopes) new ReadOnlySpan<float>(byNext, rows.Length).CopyTo(new Span<float>(Slopes, rows.Length));
    }

    // The last of the planes that follow each other is the result.
    float* Dilate(float* source)
    {
        pooling.DilateRows(source, Dilated(0));
        for (int axis = rows.Axes - 1, step = 1; axis >= 0; axis--, step++) pooling.DilateAcross(axis, Dilated(step - 1), Dilated(step));
        return Dilated(rows.Axes);
    }

    // The slopes by the dilated plane lie where it lay; those of each step take the place of the step's own result.
    void AddDilateBackward(float* source, float* sum)
    {
        float* slopes = Dilated(rows.Axes), spare = Dilated(rows.Axes + 1);
        for (int step = rows.Axes; step > 0; step--)
        {
            pooling.DilateAcrossBackward(rows.Axes - step, Dilated(step - 1), slopes, spare);
            new ReadOnlySpan<float>(spare, rows.Length).CopyTo(new Span<float>(slopes = Dilated(step - 1), rows.Length));
        }

        pooling.DilateRowsBackward(source, slopes, spare);
        for (int i = 0; i < rows.Length; i += Lanes.Count) (Vector512.Load(sum + i) + Vector512.Load(spare + i)).Store(sum + i);
    }

    float* Plane(int index) => memory.Pointer + (nint)index * rows.Length;

    // 0 to iterations + 1.
    float* Eroded(int index) => Plane(index);

    // 0 to iterations.
    float* Joined(int index) => Plane(iterations + 2 + index);

    // 0 to the number of axes other than the rows', and one more.
    float* Dilated(int step) => Plane(2 * iterations + 3 + step);
}
