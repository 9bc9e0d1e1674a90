using SegLab.Losses.Kernels;

namespace SegLab.Losses.DistanceBased;

/// <summary>A loss that is the mean over the pixels of each image and channel, computed in pieces that the threads share.</summary>
abstract unsafe class PieceTerm(PerClassLoss loss) : PlaneTerm
{
    const int PixelsPerPiece = 16384;

    readonly ChannelSelection selection = loss.Channels;
    readonly float[]? classWeights = loss.ClassWeights?.Values;
    double[] sums = [], scales = [];
    PlaneCall call;
    int pieces;

    /// <summary>The sum over a piece of its pixels' values; adds their slopes, times a scale, to those of the call.</summary>
    protected abstract double Piece(in PlaneCall at, int image, int channel, nint first, nint last, double scale);

    /// <summary>The mean times a factor, when what it depends on has been prepared.</summary>
    protected double Mean(in PlaneCall at, double factor)
    {
        call = at;
        pieces = checked((int)((call.Pixels + PixelsPerPiece - 1) / PixelsPerPiece));
        int planes = call.Images * call.Channels, used = selection.Count(call.Channels);
        if (sums.Length < planes * pieces) (sums, scales) = (new double[planes * pieces], new double[planes]);
        SetScales(used, factor);
        Run(planes * pieces, call.Threads);

        double value = 0;
        int index = 0;
        for (int plane = 0; plane < planes; plane++)
        {
            if (!selection.Has(plane % call.Channels, call.Channels)) continue;
            double sum = 0;
            for (int piece = 0; piece < pieces; piece++) sum += sums[plane * pieces + piece];
            value += scales[plane] * sum;
            if (call.Map != null) call.Map[index++] += (float)(scales[plane] * sum);
        }

        call = default;
        return value;
    }

    // Means are over the pixels of an image that count, then over images and channels.
    void SetScales(int used, double factor)
    {
        for (int image = 0; image < call.Images; image++)
        {
            double count = 0;
            for (nint i = image * call.Pixels; i < (image + 1) * call.Pixels; i++) count += call.Labels[i] == Tile.NoLabel ? 0 : 1;
            double scale = count == 0 ? 0 : factor / count / (loss.Reduction == Reduction.Mean ? (double)call.Images * used : 1);
            int position = 0;
            for (int k = 0; k < call.Channels; k++)
            {
                bool has = selection.Has(k, call.Channels);
                scales[image * call.Channels + k] = has ? scale * (classWeights is { } weights ? weights[position] : 1) : 0;
                if (has) position++;
            }
        }
    }

    protected override void Invoke(int item, int worker)
    {
        int plane = item / pieces;
        nint first = (nint)(item % pieces) * PixelsPerPiece;
        (int image, int channel) = (plane / call.Channels, plane % call.Channels);
        sums[item] = selection.Has(channel, call.Channels)
            ? Piece(call, image, channel, first, Math.Min(first + PixelsPerPiece, call.Pixels), scales[plane])
            : 0;
    }
}
