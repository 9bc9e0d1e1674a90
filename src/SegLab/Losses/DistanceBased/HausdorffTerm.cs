using SegLab.Distance;
using SegLab.Losses.Kernels;

namespace SegLab.Losses.DistanceBased;

/// <summary>The mean of (p - y)^2 (d_p^e + d_y^e), where d_p and d_y are the distances to the borders of the prediction and of the target.</summary>
sealed unsafe class HausdorffTerm(HausdorffDistanceLoss loss) : PieceTerm(loss)
{
    readonly EuclideanTransform transform = new();
    readonly DenseCopy predictedDistances = new(), targetDistances = new();
    readonly ChannelSelection selection = loss.Channels;
    int[] masks = [];
    float* predicted, target;

    public override double Resolve(in PlaneCall call)
    {
        nint length = call.Images * call.Channels * call.Pixels;
        (predicted, target) = (predictedDistances.Room(length), targetDistances.Room(length));
        if (masks.Length < length) masks = GC.AllocateUninitializedArray<int>(checked((int)length), pinned: true);
        var shape = SpatialShape.Create(call.Extents, loss.Spacing?.Values ?? []);
        fixed (int* mask = masks)
        {
            Mark(call, mask, ofTarget: false);
            transform.Run(shape, Sites.OtherLabel, mask, call.Images * call.Channels, 1, predicted, root: true, call.Threads);
            Finish(mask, predicted, length);
            Mark(call, mask, ofTarget: true);
            transform.Run(shape, Sites.OtherLabel, mask, call.Images * call.Channels, 1, target, root: true, call.Threads);
            Finish(mask, target, length);
        }

        if (!loss.LogOfOnePlus) return Mean(call, Factor);

        // d log(1 + L) = dL / (1 + L), so L must be known first.
        PlaneCall valueAlone = call;
        (valueAlone.Slopes, valueAlone.Map) = (null, null);
        double mean = Mean(valueAlone, 1);
        Mean(call, Factor / (1 + mean));
        return Factor * Math.Log(1 + mean);
    }

    void Mark(in PlaneCall call, int* mask, bool ofTarget)
    {
        for (int image = 0; image < call.Images; image++)
            for (int k = 0; k < call.Channels; k++)
            {
                nint plane = ((nint)image * call.Channels + k) * call.Pixels;
                for (nint i = 0; i < call.Pixels; i++)
                {
                    bool counts = call.Labels[image * call.Pixels + i] != Tile.NoLabel;
                    bool marked = ofTarget ? Truth(call, image, k, i) >= 0.5f : Predicts(call, image, k, i);
                    mask[plane + i] = counts && marked ? 1 : 0;
                }
            }
    }

    bool Predicts(in PlaneCall call, int image, int channel, nint pixel)
    {
        float* first = call.Predictions + (nint)image * call.Channels * call.Pixels + pixel;
        float p = first[channel * call.Pixels];
        if (loss.PredictedMask == PredictedMask.AboveHalf || call.Channels == 1) return p > 0.5f;
        for (int k = 0; k < call.Channels; k++)
            if (first[k * call.Pixels] > p || (k < channel && first[k * call.Pixels] == p)) return false;
        return true;
    }

    // An empty or a full mask has no border: its distance is 0.
    void Finish(int* mask, float* distances, nint length)
    {
        for (nint i = 0; i < length; i++)
        {
            float d = float.IsFinite(distances[i]) && (mask[i] != 0 || !loss.InsideOnly) ? distances[i] : 0;
            distances[i] = loss.Exponent == 2 ? d * d : (float)Math.Pow(d, loss.Exponent);
        }
    }

    static float Truth(in PlaneCall at, int image, int channel, nint pixel) => at.Soft != null
        ? at.Soft[((nint)image * at.Channels + channel) * at.Pixels + pixel]
        : at.Labels[image * at.Pixels + pixel] == at.LabelOf(channel) ? 1 : 0;

    protected override double Piece(in PlaneCall at, int image, int channel, nint first, nint last, double scale)
    {
        nint plane = ((nint)image * at.Channels + channel) * at.Pixels, pixels = image * at.Pixels;
        double sum = 0;
        for (nint i = first; i < last; i++)
        {
            if (at.Labels[pixels + i] == Tile.NoLabel) continue;
            float error = at.Predictions[plane + i] - Truth(at, image, channel, i);
            double field = (predicted[plane + i] + (double)target[plane + i]) * (at.Weights == null ? 1 : at.Weights[pixels + i]);
            sum += (double)error * error * field;
            if (at.Slopes != null) at.Slopes[plane + i] += (float)(scale * 2 * error * field);
        }

        return sum;
    }
}
