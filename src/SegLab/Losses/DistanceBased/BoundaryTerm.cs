using SegLab.Losses.Kernels;
using SegLab.Losses.Weights;

namespace SegLab.Losses.DistanceBased;

/// <summary>The mean of the prediction times the signed distance to the border of each class.</summary>
sealed unsafe class BoundaryTerm(BoundaryLoss loss) : PieceTerm(loss)
{
    readonly SignedDistanceMap distances = new() { ZeroOnInnerRim = loss.InsideDistance == InsideDistance.MinusOne };
    readonly DenseCopy map = new();
    float* signed;

    public override double Resolve(in PlaneCall call)
    {
        call.RequireOneClass("boundary");
        signed = map.Room(call.Images * call.Channels * call.Pixels);
        distances.Fill(call.Extents, loss.Spacing?.Values ?? [], call.Labels, call.Images, call.Channels, signed, call.Threads);
        return Mean(call, Factor);
    }

    protected override double Piece(in PlaneCall at, int image, int channel, nint first, nint last, double scale)
    {
        nint plane = ((nint)image * at.Channels + channel) * at.Pixels, pixels = image * at.Pixels;
        double sum = 0;
        for (nint i = first; i < last; i++)
        {
            if (at.Labels[pixels + i] == Tile.NoLabel) continue;
            float distance = signed[plane + i] * (at.Weights == null ? 1 : at.Weights[pixels + i]);
            sum += (double)at.Predictions[plane + i] * distance;
            if (at.Slopes != null) at.Slopes[plane + i] += (float)(scale * distance);
        }

        return sum;
    }
}
