using SegLab.Losses.Kernels;

namespace SegLab.Losses.DistanceBased;

/// <summary>The mean of (p - y)^2 (d_p^e + d_y^e), where d_p and d_y are the distances to the borders of the prediction and of the target.</summary>
sealed unsafe class HausdorffTerm(HausdorffDistanceLoss loss) : PieceTerm(loss)
{
    readonly BorderDistances predicted = new(loss, ofTarget: false), target = new(loss, ofTarget: true);

    public override double Resolve(in PlaneCall call)
    {
        predicted.Fill(call);
        target.Fill(call);
        if (!loss.LogOfOnePlus) return Mean(call, Factor);

        // d log(1 + L) = dL / (1 + L), so L must be known first.
        PlaneCall valueAlone = call;
        valueAlone.Slopes = valueAlone.Map = null;
        double mean = Mean(valueAlone, 1);
        Mean(call, Factor / (1 + mean));
        return Factor * Math.Log(1 + mean);
    }

    protected override double Piece(in PlaneCall at, int image, int channel, nint first, nint last, double scale)
    {
        nint plane = ((nint)image * at.Channels + channel) * at.Pixels, pixels = image * at.Pixels;
        double sum = 0;
        for (nint i = first; i < last; i++)
        {
            if (at.Labels[pixels + i] == Tile.NoLabel) continue;
            float error = at.Predictions[plane + i] - at.TargetOf(image, channel, i);
            double field = (predicted.Values[plane + i] + (double)target.Values[plane + i]) * (at.Weights == null ? 1 : at.Weights[pixels + i]);
            sum += (double)error * error * field;
            if (at.Slopes != null) at.Slopes[plane + i] += (float)(scale * 2 * error * field);
        }

        return sum;
    }
}
