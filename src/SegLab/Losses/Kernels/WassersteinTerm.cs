using SegLab.Numerics;

namespace SegLab.Losses.Kernels;

/// <summary>The generalized Wasserstein Dice loss of each image, from its two sums of distances.</summary>
sealed class WassersteinTerm(GeneralizedWassersteinDiceLoss loss, WassersteinSums sums, double factor) : RegionTerm(sums, factor)
{
    /// <summary>Where the options come from.</summary>
    public GeneralizedWassersteinDiceLoss Options => loss;

    public override TResult Accept<TResult>(IRegionTermVisitor<TResult> visitor) => visitor.Visit(this);

    public override double Resolve(int images, int channels, Span<float> values)
    {
        double scale = Factor / (loss.Reduction == Reduction.Mean ? images : 1), total = 0;
        for (int image = 0; image < images; image++)
        {
            double weighted = 0, plain = 0;
            for (int k = 0; k < channels; k++)
            {
                weighted += Sums.SumsOf(image, k, channels)[0];
                plain += Sums.SumsOf(image, k, channels)[1];
            }

            Dual<Real64> byWeighted = Loss(Dual<Real64>.Constant(sums.Weighted[image]), Dual<Real64>.Variable(new(weighted)), Dual<Real64>.Fixed(new(plain)));
            Dual<Real64> byPlain = Loss(Dual<Real64>.Constant(sums.Weighted[image]), Dual<Real64>.Fixed(new(weighted)), Dual<Real64>.Variable(new(plain)));
            double value = scale * byWeighted.Value.Value;
            total += value;
            if (!values.IsEmpty) values[image] += (float)value;
            for (int k = 0; k < channels; k++)
            {
                Span<double> slopes = Sums.SlopesOf(image, k, channels);
                slopes[0] += scale * byWeighted.Slope.Value;
                slopes[1] += scale * byPlain.Slope.Value;
            }
        }

        return total;
    }

    /// <summary>The loss of an image from the sum of its pixels' class weights and from both sums of distances.</summary>
    public T Loss<T>(T weights, T weighted, T plain)
        where T : struct, IReal<T>
    {
        // The weights over all pixels less the weighted distances are the weighted true positives.
        T truePositives = weights - weighted;
        T rest = loss.Weighting == WassersteinWeighting.Volume ? weighted : plain;
        return 1 - loss.Smoothing.Score(2 * truePositives, 2 * truePositives + rest);
    }
}
