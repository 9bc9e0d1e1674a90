using SegLab.Losses;

namespace SegLab.Tests.Reference;

/// <summary>Region losses and compounds of them.</summary>
static partial class ReferenceLoss
{
    readonly record struct Sums(double Intersection, double Predicted, double Target, double Pixels, double Missed, double Alarmed);

    static Sums SumsOf(Scene scene, int[] images, int channel, OverlapMeasure measure)
    {
        double intersection = 0, predicted = 0, target = 0, pixels = 0, missed = 0, alarmed = 0;
        foreach (int n in images)
            for (int i = 0; i < scene.PixelsOfImage; i++)
            {
                double p = scene.P[n, channel, i], y = scene.Y[n, channel, i], w = scene.W[n, i];
                (double hit, double found, double sought) = measure switch
                {
                    OverlapMeasure.SquaredDenominator => (p * y, p * p, y * y),
                    OverlapMeasure.SquaredTerms => (p * y * p * y, p * y * p * y + p * (1 - y) * p * (1 - y), p * y * p * y + (1 - p) * y * (1 - p) * y),
                    OverlapMeasure.AbsoluteDifference => ((p + y - Math.Abs(p - y)) / 2, p, y),
                    _ => (p * y, p, y),
                };
                intersection += w * hit;
                predicted += w * found;
                target += w * sought;
                pixels += w;
                missed += w * (y - p) * (y - p) * y;
                alarmed += w * (y - p) * (y - p) * (1 - y);
            }

        return new(intersection, predicted, target, pixels, missed, alarmed);
    }

    static IEnumerable<int> Used(PerClassLoss loss, Scene scene) =>
        Enumerable.Range(0, scene.Channels).Where(k => loss.Classes?.Contains(k) ?? (loss.IncludeBackground || k > 0 || scene.Channels == 1));

    static double MeanOverClasses(RegionLoss loss, Scene scene, Func<Sums, double> cost)
    {
        OverlapMeasure measure = loss is OverlapLoss overlap ? overlap.Overlap : OverlapMeasure.Linear;
        return (from images in Groups(loss.Aggregate, scene.Images)
                from k in Used(loss, scene)
                let sums = SumsOf(scene, images, k, measure)
                where sums.Target > 0 || loss.AbsentClass != AbsentClass.Skip
                select sums.Target > 0 || loss.AbsentClass == AbsentClass.Include ? cost(sums) : 0).Average();
    }

    static double MeanOverGroups(Aggregate over, Scene scene, Func<int[], double> cost) => Groups(over, scene.Images).Average(cost);

    static double Dice(Sums sums, double smooth) => 1 - (2 * sums.Intersection + smooth) / (sums.Predicted + sums.Target + smooth);

    static double Tversky(Sums sums, double smooth, double falsePositive, double falseNegative) => 1 - (sums.Intersection + smooth)
        / (sums.Intersection + falsePositive * (sums.Predicted - sums.Intersection) + falseNegative * (sums.Target - sums.Intersection) + smooth);

    static double Score(LogDiceLoss loss, Sums sums) => loss.Score == OverlapScore.Dice
        ? (2 * sums.Intersection + loss.Smooth) / (sums.Predicted + sums.Target + loss.Smooth)
        : (sums.Intersection + loss.Smooth) / (sums.Predicted + sums.Target - sums.Intersection + loss.Smooth);

    static double FBeta(AsymmetricFBetaLoss loss, Sums sums)
    {
        double square = loss.Beta * loss.Beta, smooth = loss.Smooth * (1 + square);
        double falsePositives = sums.Predicted - sums.Intersection, falseNegatives = sums.Target - sums.Intersection;
        return 1 - ((1 + square) * sums.Intersection + smooth) / ((1 + square) * sums.Intersection + square * falseNegatives + falsePositives + smooth);
    }

    static double MatthewsCorrelation(MatthewsCorrelationLoss loss, Sums sums)
    {
        double epsilon = loss.EpsilonInDenominator ? 0 : loss.Epsilon;
        double tp = sums.Intersection + epsilon, fp = sums.Predicted - sums.Intersection + epsilon, fn = sums.Target - sums.Intersection + epsilon;
        double tn = sums.Pixels - sums.Predicted - sums.Target + sums.Intersection + epsilon;
        return 1 - (tp * tn - fp * fn) / (Math.Sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)) + (loss.EpsilonInDenominator ? loss.Epsilon : 0));
    }

    static double GeneralizedDice(GeneralizedOverlapLoss loss, Scene scene, int[] images)
    {
        Sums[] sums = [.. Used(loss, scene).Select(k => SumsOf(scene, images, k, OverlapMeasure.Linear))];
        double[] weights = [.. sums.Select(sum => loss.Weighting switch
        {
            VolumeWeighting.Square => 1 / (sum.Target * sum.Target),
            VolumeWeighting.Simple => 1 / sum.Target,
            _ => 1,
        })];
        double largest = weights.Where(double.IsFinite).DefaultIfEmpty(0).Max();
        weights = [.. weights.Select(weight => double.IsFinite(weight) ? weight : largest)];
        double intersection = sums.Zip(weights, (sum, weight) => weight * sum.Intersection).Sum();
        double whole = sums.Zip(weights, (sum, weight) => weight * (sum.Predicted + sum.Target)).Sum();
        return 1 - (2 * intersection + loss.Smooth) / (whole + (loss.SmoothDenominator ?? loss.Smooth));
    }

    static double Combo(ComboLoss loss, Scene scene)
    {
        double crossEntropy = EachChannel(scene, scene.Elements, (p, y, _) => -(loss.PositiveShare * y * Math.Log(p) + (1 - loss.PositiveShare) * (1 - y) * Math.Log(1 - p)));
        double dice = MeanOverClasses(
            new DiceLoss { Aggregate = loss.Aggregate, IncludeBackground = loss.IncludeBackground, Classes = loss.Classes }, scene, sums => 1 - Dice(sums, loss.Smooth));
        return loss.CrossEntropyShare * crossEntropy + (1 - loss.CrossEntropyShare) * (loss.OneMinusDice ? 1 - dice : -dice);
    }

    static double ExponentialLogarithmic(ExponentialLogarithmicLoss loss, Scene scene)
    {
        var classes = new DiceLoss { Aggregate = loss.Aggregate, IncludeBackground = loss.IncludeBackground, Classes = loss.Classes };
        double PowerOfLog(double score) => Math.Pow(-Math.Log(score), loss.DiceExponent);
        double dice = loss.OfMean
            ? PowerOfLog(MeanOverClasses(classes, scene, sums => 1 - Dice(sums, loss.Smooth)))
            : MeanOverClasses(classes, scene, sums => PowerOfLog(1 - Dice(sums, loss.Smooth)));
        double over = loss.MeanOver == MeanDenominator.ClassWeights ? -1 : scene.Pixels;
        return loss.DiceWeight * dice + loss.CrossEntropyWeight * TrueClass(loss, scene, over, p => Math.Pow(-Math.Log(p), loss.CrossEntropyExponent));
    }

    static double UnifiedFocal(UnifiedFocalLoss loss, Scene scene)
    {
        double delta = loss.ForegroundWeight, exponent = loss.TverskyExponent ?? 1 - loss.FocalExponent, focal = 0;
        for (int n = 0; n < scene.Images; n++)
            for (int i = 0; i < scene.PixelsOfImage; i++)
            {
                int label = scene.Label(n, i);
                if (label < 0) continue;
                double p = scene.P[n, label, i];
                double modulation = label == 0 || loss.Symmetric ? Math.Pow(1 - p, loss.FocalExponent) : 1;
                focal -= scene.W[n, i] * (label == 0 ? 1 - delta : delta) * modulation * Math.Log(p);
            }

        double tversky = (from images in Groups(loss.Aggregate, scene.Images)
                          from k in Enumerable.Range(0, scene.Channels)
                          let cost = Tversky(SumsOf(scene, images, k, OverlapMeasure.Linear), loss.Smooth, 1 - delta, delta)
                          select Math.Pow(cost, k == 0 && !loss.Symmetric ? 1 : exponent)).Average();
        return loss.FocalWeight * focal / scene.Pixels + (1 - loss.FocalWeight) * tversky;
    }
}
