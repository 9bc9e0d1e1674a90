using System.Runtime.CompilerServices;
using SegLab.Distance;
using SegLab.Losses.Kernels;
using SegLab.Numerics;

namespace SegLab.Losses.DistanceBased;

/// <summary>A power of each pixel's distance to the border of a mask of its image and channel; 0 for a mask without border.</summary>
sealed unsafe class BorderDistances(HausdorffDistanceLoss loss, bool ofTarget) : ParallelLoop
{
    readonly EuclideanTransform transform = new();
    readonly DenseCopy memory = new();
    int[] masks = [];
    PlaneCall call;
    int* mask;
    bool finishing;

    /// <summary>The distances, <c>[N, C, pixels]</c>, after <see cref="Fill"/>.</summary>
    public float* Values { get; private set; }

    public void Fill(in PlaneCall at)
    {
        call = at;
        int planes = at.Images * at.Channels, length = checked((int)(planes * at.Pixels));
        if (masks.Length < length) masks = GC.AllocateUninitializedArray<int>(length, pinned: true);
        mask = (int*)Unsafe.AsPointer(ref masks[0]);
        Values = memory.Room(length);
        finishing = false;
        Run(planes, at.Threads);
        transform.Run(SpatialShape.Create(at.Extents, loss.Spacing?.Values ?? []), Sites.OtherLabel, mask, planes, 1, Values, root: true, at.Threads);
        finishing = true;
        Run(planes, at.Threads);
        call = default;
    }

    protected override void Invoke(int item, int worker)
    {
        nint plane = item * call.Pixels;
        if (finishing) Finish(mask + plane, Values + plane);
        else Mark(item / call.Channels, item % call.Channels, mask + plane);
    }

    void Mark(int image, int channel, int* plane)
    {
        int* labels = call.Labels + image * call.Pixels;
        for (nint i = 0; i < call.Pixels; i++)
        {
            bool marked = ofTarget ? call.TargetOf(image, channel, i) >= 0.5f : Predicts(image, channel, i);
            plane[i] = labels[i] != Tile.NoLabel && marked ? 1 : 0;
        }
    }

    bool Predicts(int image, int channel, nint pixel)
    {
        float* first = call.Predictions + (nint)image * call.Channels * call.Pixels + pixel;
        float p = first[channel * call.Pixels];
        if (loss.PredictedMask == PredictedMask.AboveHalf || call.Channels == 1) return p > 0.5f;
        for (int k = 0; k < call.Channels; k++)
            if (first[k * call.Pixels] > p || (k < channel && first[k * call.Pixels] == p)) return false;
        return true;
    }

    void Finish(int* plane, float* distances)
    {
        for (nint i = 0; i < call.Pixels; i++)
        {
            float d = float.IsFinite(distances[i]) && (plane[i] != 0 || !loss.InsideOnly) ? distances[i] : 0;
            distances[i] = loss.Exponent == 2 ? d * d : (float)Math.Pow(d, loss.Exponent);
        }
    }
}
