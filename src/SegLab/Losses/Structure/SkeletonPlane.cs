using SegLab.Losses.Kernels;

namespace SegLab.Losses.Structure;

/// <summary>One channel of one image in clDice.</summary>
readonly unsafe struct SkeletonPlane(in PlaneCall call, in PlaneRows rows, int image, int channel, float* targetSkeleton)
{
    readonly float* predictions = call.Predictions + ((nint)image * call.Channels + channel) * call.Pixels;
    readonly float* slopes = call.Slopes + ((nint)image * call.Channels + channel) * call.Pixels;
    readonly float* soft = call.Soft == null ? null : call.Soft + ((nint)image * call.Channels + channel) * call.Pixels;
    readonly float* weights = call.Weights == null ? null : call.Weights + image * call.Pixels;
    readonly int* labels = call.Labels + image * call.Pixels;
    readonly int label = call.LabelOf(channel);
    readonly PlaneRows rows = rows;

    /// <summary>Takes both skeletons, keeps the target's, and sums.</summary>
    public SkeletonSums Sum(SoftSkeleton skeleton)
    {
        for (int row = 0; row < rows.Count; row++)
            for (int x = 0; x < rows.Width; x++) Put(skeleton, row, x, Target(At(row, x)));
        skeleton.Forward();
        for (int row = 0; row < rows.Count; row++)
            new ReadOnlySpan<float>(skeleton.Result + (nint)row * rows.Stride, rows.Width).CopyTo(new Span<float>(targetSkeleton + At(row, 0), rows.Width));

        Predict(skeleton);
        var sums = new SkeletonSums();
        for (int row = 0; row < rows.Count; row++)
        {
            float* result = skeleton.Result + (nint)row * rows.Stride;
            var ofRow = new SkeletonSums();
            for (int x = 0; x < rows.Width; x++)
            {
                nint i = At(row, x);
                float weight = Weight(i), predicted = weight * result[x], target = weight * targetSkeleton[i];
                ofRow.PredictedHit += predicted * Target(i);
                ofRow.Predicted += predicted;
                ofRow.TargetHit += target * predictions[i];
                ofRow.Target += target;
            }

            sums.Add(ofRow);
        }

        return sums;
    }

    /// <summary>Adds the slopes of this plane's predictions to those of the call.</summary>
    public void AddSlopes(SoftSkeleton skeleton, in SkeletonSums by)
    {
        Predict(skeleton);
        float byHit = (float)by.ByPredictedHit, byAll = (float)by.ByPredicted, byTargetHit = (float)by.ByTargetHit;
        for (int row = 0; row < rows.Count; row++)
        {
            float* slope = skeleton.Slopes + (nint)row * rows.Stride;
            for (int x = 0; x < rows.Width; x++)
            {
                nint i = At(row, x);
                slope[x] = Weight(i) * (byHit * Target(i) + byAll);
            }

            new Span<float>(slope + rows.Width, rows.Stride - rows.Width).Clear();
        }

        skeleton.Backward();
        for (int row = 0; row < rows.Count; row++)
        {
            float* slope = skeleton.Slopes + (nint)row * rows.Stride;
            for (int x = 0; x < rows.Width; x++)
            {
                nint i = At(row, x);
                if (labels[i] != Tile.NoLabel) slopes[i] += slope[x] + Weight(i) * targetSkeleton[i] * byTargetHit;
            }
        }
    }

    void Predict(SoftSkeleton skeleton)
    {
        for (int row = 0; row < rows.Count; row++)
            for (int x = 0; x < rows.Width; x++)
            {
                nint i = At(row, x);
                Put(skeleton, row, x, labels[i] == Tile.NoLabel ? 0 : predictions[i]);
            }

        skeleton.Forward();
    }

    void Put(SoftSkeleton skeleton, int row, int x, float value)
    {
        float* first = skeleton.Source + (nint)row * rows.Stride;
        first[x] = value;
        if (x == rows.Width - 1) new Span<float>(first + rows.Width, rows.Stride - rows.Width).Clear();
    }

    nint At(int row, int x) => (nint)row * rows.Width + x;

    // 0 where the pixel does not count.
    float Target(nint i) => labels[i] == Tile.NoLabel ? 0 : soft != null ? soft[i] : labels[i] == label ? 1 : 0;

    float Weight(nint i) => labels[i] == Tile.NoLabel ? 0 : weights == null ? 1 : weights[i];
}
