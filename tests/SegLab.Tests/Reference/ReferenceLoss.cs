using SegLab.Losses;

namespace SegLab.Tests.Reference;

/// <summary>The losses once more, from their definitions, in double precision and without any care for speed.</summary>
static class ReferenceLoss
{
    /// <summary>The value at logits <c>[N, C, pixels]</c> and targets of that shape; weight 0 where a pixel is ignored.</summary>
    public static double Evaluate(SegmentationLoss loss, double[,,] logits, double[,,] target, double[,] weight) => loss switch
    {
        WeightedSumLoss sum => sum.Parts.Sum(part => part.Factor * Evaluate(part.Loss, logits, target, weight)),
        CrossEntropyLoss ce => CrossEntropy(ce, logits, target, weight),
        BinaryCrossEntropyLoss bce => Binary(logits, target, weight, (p, y, _) => -(bce.PositiveWeight * y * Math.Log(p) + (1 - y) * Math.Log(1 - p))),
        FocalLoss { Activation: Activation.Sigmoid } focal => Binary(logits, target, weight, (p, y, _) =>
            -((focal.Alpha ?? 1) * y * Math.Pow(1 - p, focal.Gamma) * Math.Log(p) + ((1 - focal.Alpha) ?? 1) * (1 - y) * Math.Pow(p, focal.Gamma) * Math.Log(1 - p))),
        FocalLoss focal => Focal(focal, logits, target, weight),
        OverlapLoss region => Region(region, logits, target, weight),
        _ => throw new NotSupportedException($"No reference for {loss}."),
    };

    static double CrossEntropy(CrossEntropyLoss loss, double[,,] logits, double[,,] target, double[,] weight)
    {
        double[,,] p = Softmax(logits);
        (int images, int channels, int pixels) = (p.GetLength(0), p.GetLength(1), p.GetLength(2));
        double sum = 0, weights = 0;
        for (int n = 0; n < images; n++)
            for (int i = 0; i < pixels; i++)
                for (int k = 0; k < channels; k++)
                {
                    double share = (1 - loss.LabelSmoothing) * target[n, k, i] + loss.LabelSmoothing / channels;
                    double classWeight = loss.ClassWeights?[k] ?? 1;
                    sum -= weight[n, i] * share * classWeight * Math.Log(p[n, k, i]);
                    weights += weight[n, i] * target[n, k, i] * classWeight;
                }

        return sum / weights;
    }

    static double Focal(FocalLoss loss, double[,,] logits, double[,,] target, double[,] weight)
    {
        double[,,] p = Softmax(logits);
        double sum = 0, count = 0;
        for (int n = 0; n < p.GetLength(0); n++)
            for (int i = 0; i < p.GetLength(2); i++)
            {
                count += weight[n, i];
                for (int k = 0; k < p.GetLength(1); k++)
                    sum -= weight[n, i] * target[n, k, i] * (loss.ClassWeights?[k] ?? 1) * Math.Pow(1 - p[n, k, i], loss.Gamma) * Math.Log(p[n, k, i]);
            }

        return sum / count;
    }

    static double Binary(double[,,] logits, double[,,] target, double[,] weight, Func<double, double, int, double> cost)
    {
        double[,,] p = Sigmoid(logits);
        double sum = 0, count = 0;
        for (int n = 0; n < p.GetLength(0); n++)
            for (int k = 0; k < p.GetLength(1); k++)
                for (int i = 0; i < p.GetLength(2); i++)
                {
                    sum += weight[n, i] * cost(p[n, k, i], target[n, k, i], k);
                    count += weight[n, i];
                }

        return sum / count;
    }

    static double Region(OverlapLoss loss, double[,,] logits, double[,,] target, double[,] weight)
    {
        double[,,] p = loss.Activation == Activation.Softmax ? Softmax(logits) : Sigmoid(logits);
        int images = p.GetLength(0), channels = p.GetLength(1);
        var values = new List<double>();
        int[][] groups = loss.Aggregate == Aggregate.Batch ? [[.. Enumerable.Range(0, images)]] : [.. Enumerable.Range(0, images).Select(n => new[] { n })];
        foreach (int[] group in groups)
            for (int k = loss.IncludeBackground || channels == 1 ? 0 : 1; k < channels; k++)
            {
                double intersection = 0, predicted = 0, truth = 0;
                foreach (int n in group)
                    for (int i = 0; i < p.GetLength(2); i++)
                    {
                        double a = p[n, k, i], y = target[n, k, i], w = weight[n, i];
                        intersection += w * a * y;
                        predicted += w * (loss.Overlap == OverlapMeasure.SquaredDenominator ? a * a : a);
                        truth += w * (loss.Overlap == OverlapMeasure.SquaredDenominator ? y * y : y);
                    }

                double s = loss.Smooth;
                values.Add(loss switch
                {
                    DiceLoss => 1 - (2 * intersection + s) / (predicted + truth + s),
                    JaccardLoss => 1 - (intersection + s) / (predicted + truth - intersection + s),
                    TverskyLoss t => 1 - (intersection + s) / (intersection + t.FalsePositiveWeight * (predicted - intersection) + t.FalseNegativeWeight * (truth - intersection) + s),
                    _ => throw new NotSupportedException($"No reference for {loss}."),
                });
            }

        return values.Average();
    }

    static double[,,] Softmax(double[,,] logits)
    {
        var p = (double[,,])logits.Clone();
        for (int n = 0; n < p.GetLength(0); n++)
            for (int i = 0; i < p.GetLength(2); i++)
            {
                double largest = double.NegativeInfinity, sum = 0;
                for (int k = 0; k < p.GetLength(1); k++) largest = Math.Max(largest, logits[n, k, i]);
                for (int k = 0; k < p.GetLength(1); k++) sum += p[n, k, i] = Math.Exp(logits[n, k, i] - largest);
                for (int k = 0; k < p.GetLength(1); k++) p[n, k, i] /= sum;
            }

        return p;
    }

    static double[,,] Sigmoid(double[,,] logits)
    {
        var p = (double[,,])logits.Clone();
        for (int n = 0; n < p.GetLength(0); n++)
            for (int k = 0; k < p.GetLength(1); k++)
                for (int i = 0; i < p.GetLength(2); i++) p[n, k, i] = 1 / (1 + Math.Exp(-logits[n, k, i]));
        return p;
    }
}
