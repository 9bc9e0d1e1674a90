using SegLab.Numerics;

namespace SegLab.Losses.Kernels;

/// <summary>One Dice score over all classes of an image (or of the batch), each weighed by its size, then perhaps a function of the loss.</summary>
sealed class GeneralizedDiceTerm<TLink>(GeneralizedOverlapLoss loss, OverlapSums sums, double factor, TLink link) : RegionTerm(sums, factor)
    where TLink : struct, IMeanLink
{
    readonly ChannelSelection selection = loss.Channels;
    double[] weights = [];

    /// <summary>Where the options come from.</summary>
    public GeneralizedOverlapLoss Options => loss;

    public override TResult Accept<TResult>(IRegionTermVisitor<TResult> visitor) => visitor.Visit(this);

    public override double Resolve(int images, int channels, Span<float> values)
    {
        if (weights.Length < channels) weights = new double[channels];
        bool batch = loss.Aggregate == Aggregate.Batch;
        int groups = batch ? 1 : images;
        double scale = Factor * (loss.Reduction == Reduction.Mean ? 1.0 / groups : 1), total = 0;
        for (int group = 0; group < groups; group++)
        {
            (int first, int last) = batch ? (0, images - 1) : (group, group);
            FindWeights(first, last, channels);
            double intersection = 0, whole = 0;
            for (int k = 0; k < channels; k++)
            {
                (double i, double p, double y) = SumsOf(first, last, k, channels);
                intersection += weights[k] * i;
                whole += weights[k] * (p + y);
            }

            Dual<Real64> byIntersection = Loss(Dual<Real64>.Variable(new(intersection)), Dual<Real64>.Fixed(new(whole)));
            Dual<Real64> byWhole = Loss(Dual<Real64>.Fixed(new(intersection)), Dual<Real64>.Variable(new(whole)));
            double value = scale * byIntersection.Value.Value;
            total += value;
            if (!values.IsEmpty) values[group] += (float)value;
            for (int image = first; image <= last; image++)
                for (int k = 0; k < channels; k++)
                {
                    Span<double> slopes = Sums.SlopesOf(image, k, channels);
                    slopes[0] += scale * weights[k] * byIntersection.Slope.Value;
                    slopes[1] += scale * weights[k] * byWhole.Slope.Value;
                }
        }

        return total;
    }

    /// <summary>The loss from its two weighted sums.</summary>
    public T Loss<T>(T intersection, T whole)
        where T : struct, IReal<T> => link.Invoke(1 - loss.Smoothing.Score(2 * intersection, whole));

    /// <summary>What a class of some size weighs; infinite for a class without any, which then gets the largest weight of the others.</summary>
    public T WeightOf<T>(T size)
        where T : struct, IReal<T> => loss.Weighting switch
        {
            VolumeWeighting.Square => T.Constant(1) / ((loss.VolumeEpsilon + size) * (loss.VolumeEpsilon + size)),
            VolumeWeighting.Simple => T.Constant(1) / (loss.VolumeEpsilon + size),
            _ => T.Constant(1),
        };

    void FindWeights(int first, int last, int channels)
    {
        double largest = 0;
        for (int k = 0; k < channels; k++)
        {
            weights[k] = WeightOf(new Real64(SumsOf(first, last, k, channels).Target)).Value;
            if (!selection.Has(k, channels)) weights[k] = 0;
            else if (double.IsFinite(weights[k])) largest = Math.Max(largest, weights[k]);
        }

        for (int k = 0; k < channels; k++)
            if (!double.IsFinite(weights[k])) weights[k] = largest;
    }

    (double Intersection, double Predicted, double Target) SumsOf(int first, int last, int channel, int channels)
    {
        double intersection = 0, predicted = 0, target = 0;
        for (int image = first; image <= last; image++)
        {
            ReadOnlySpan<double> sums = Sums.SumsOf(image, channel, channels);
            intersection += sums[0];
            predicted += sums[1];
            target += sums[2];
        }

        return (intersection, predicted, target);
    }
}
