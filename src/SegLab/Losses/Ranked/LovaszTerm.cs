using SegLab.Losses.Kernels;

namespace SegLab.Losses.Ranked;

/// <summary>
/// The Lovász extension of the Jaccard loss, for each class: its errors in falling order, each times what it adds to the Jaccard loss
/// when the pixels are counted as wrong in that order (Berman, Rannen Triki and Blaschko 2018).
/// </summary>
/// <remarks>
/// Equal errors are ranked by the index of their pixels. Errors of exactly 0 have slope 0. With pixel weights the counts of the Jaccard
/// loss are sums of weights. An image (or batch) without a pixel that counts has the value 0, which counts in the mean.
/// </remarks>
sealed unsafe class LovaszTerm : RankingTerm
{
    ErrorExtent[] extents = [];
    double[] scales = [];
    int[] channels = [];
    int channelsOfCall;

    /// <summary>What the pixels of a class are ranked by.</summary>
    public LovaszErrors Errors { get; init; }

    /// <summary>The channels that take part.</summary>
    public ChannelSelection Selection { get; init; } = new(null, IncludeBackground: true);

    /// <summary>Whether only the classes count that the target of the group has.</summary>
    public bool PresentOnly { get; init; } = true;

    /// <summary>What each class that takes part is multiplied by; null for 1. The mean still divides by the number of classes.</summary>
    public float[]? ClassWeights { get; init; }

    /// <summary>Whether the pixels of each image are ranked by themselves.</summary>
    public Aggregate Aggregate { get; init; } = Aggregate.Batch;

    /// <summary>The mean over the classes that count and then the images, the sum, or one value per class (and image).</summary>
    public Reduction Reduction { get; init; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A pixel has a soft target that is neither 0 nor 1.</exception>
    public override double Resolve(in PlaneCall call)
    {
        if (channels.Length == 0 || channelsOfCall != call.Channels) (channels, channelsOfCall) = (Selection.Of(call.Channels), call.Channels);
        int images = Aggregate == Aggregate.Batch ? call.Images : 1, groups = call.Images / images, planes = groups * channels.Length;
        if (extents.Length < planes) (extents, scales) = (new ErrorExtent[planes], new double[planes]);
        Measure(call, Errors, images, channels, extents.AsSpan(0, planes));
        for (int group = 0; group < groups; group++) SetScales(group, groups);

        Rank(extents.AsSpan(0, planes), scales);
        double value = 0;
        for (int plane = 0; plane < planes; plane++)
        {
            double share = scales[plane] * Values[plane];
            value += share;
            if (call.Map != null) call.Map[plane] += (float)share;
        }

        return value;
    }

    void SetScales(int group, int groups)
    {
        Span<ErrorExtent> ofGroup = extents.AsSpan(group * channels.Length, channels.Length);
        int counted = 0;
        foreach (ref ErrorExtent extent in ofGroup) counted += Counts(extent) ? 1 : 0;
        double scale = Factor * (Reduction == Reduction.Mean ? 1.0 / (groups * Math.Max(counted, 1)) : 1);
        for (int k = 0; k < channels.Length; k++)
            scales[group * channels.Length + k] = Counts(ofGroup[k]) ? scale * (ClassWeights?[k] ?? 1) : 0;
    }

    bool Counts(ErrorExtent extent) => !PresentOnly || extent.Foreground > 0;
}
