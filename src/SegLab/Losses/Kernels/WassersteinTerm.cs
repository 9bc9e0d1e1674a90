using SegLab.Numerics;

namespace SegLab.Losses.Kernels;

/// <summary>The generalized Wasserstein Dice loss of each image, from its two sums of distances.</summary>
sealed class WassersteinTerm(GeneralizedWassersteinDiceLoss loss, WassersteinSums sums, double factor) : RegionTerm(sums, factor)
{
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

            Dual<Real64> byWeighted = Loss(sums.Weighted[image], Dual<Real64>.Variable(new(weighted)), Dual<Real64>.Fixed(new(plain)));
            Dual<Real64> byPlain = Loss(sums.Weighted[image], Dual<Real64>.Fixed(new(weighted)), Dual<Real64>.Variable(new(plain)));
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

    // The weights over all pixels less the weighted distances are the weighted true positives.
    Dual<Real64> Loss(double weights, Dual<Real64> weighted, Dual<Real64> plain)
    {
        Dual<Real64> truePositives = weights - weighted;
        Dual<Real64> rest = loss.Weighting == WassersteinWeighting.Volume ? weighted : plain;
        return 1 - loss.Smoothing.Score(2 * truePositives, 2 * truePositives + rest);
    }
}
