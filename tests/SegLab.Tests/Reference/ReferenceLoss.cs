using SegLab.Losses;

namespace SegLab.Tests.Reference;

/// <summary>The losses once more, from their definitions, in double precision and without any care for speed.</summary>
static partial class ReferenceLoss
{
    /// <summary>The value at logits <c>[N, C, pixels]</c> and targets of that shape; weight 0 where a pixel is ignored.</summary>
    public static double Evaluate(SegmentationLoss loss, double[,,] logits, double[,,] target, double[,] weight, params int[] extents)
    {
        if (loss is WeightedSumLoss sum) return sum.Parts.Sum(part => part.Factor.At(0) * Evaluate(part.Loss, logits, target, weight, extents));
        var elementary = (ElementaryLoss)loss;
        return Evaluate(elementary, new Scene(Activate(elementary.Activation, logits), target, weight, extents, logits));
    }

    static double Evaluate(ElementaryLoss loss, Scene scene) => loss switch
    {
        CrossEntropyLoss ce => CrossEntropy(ce, scene),
        AllChannelsCrossEntropyLoss all => EachChannel(scene, over: scene.Pixels, (p, y, k) => -WeightOf(all, k) * (y * Math.Log(p) + (1 - y) * Math.Log(1 - p))),
        BinaryCrossEntropyLoss { Balance: { } over } => BalancedBinary(over, scene),
        BinaryCrossEntropyLoss bce => EachChannel(scene, over: scene.Elements, (p, y, _) => -(bce.PositiveWeight * y * Math.Log(p) + (1 - y) * Math.Log(1 - p))),
        NegativeLogLikelihoodLoss => TrueClass(loss, scene, -1, p => -Math.Log(p)),
        KullbackLeiblerLoss => TrueClass(loss, scene, -1, p => -Math.Log(p)),
        FocalLoss { Activation: Activation.Sigmoid } focal => EachChannel(scene, over: scene.Elements, (p, y, _) =>
            -((focal.Alpha ?? 1) * y * Math.Pow(1 - p, focal.Gamma) * Math.Log(p) + ((1 - focal.Alpha) ?? 1) * (1 - y) * Math.Pow(p, focal.Gamma) * Math.Log(1 - p))),
        FocalLoss { Normalized: true } focal => TrueClass(focal, scene, TrueClass(focal, scene, 1, p => Math.Pow(1 - p, focal.Gamma)), p => -Math.Pow(1 - p, focal.Gamma) * Math.Log(p)),
        FocalLoss focal => TrueClass(focal, scene, scene.Pixels, p => -Math.Pow(1 - p, focal.Gamma) * Math.Log(p)),
        Poly1Loss { Activation: Activation.Sigmoid } poly => EachChannel(scene, over: scene.Elements, (p, y, _) => y * Poly1(poly, p) + (1 - y) * Poly1(poly, 1 - p)),
        Poly1Loss poly => TrueClass(poly, scene, scene.Pixels, p => Poly1(poly, p)),
        SymmetricCrossEntropyLoss s => TrueClass(s, scene, scene.Pixels, p => -s.CrossEntropyWeight * Math.Log(p) - s.ReverseWeight * s.LogOfZero * (1 - p)),
        ConservativeLoss c => TrueClass(c, scene, scene.Pixels, p => Conservative(c, p)),
        FocalTverskyLoss { OfMean: true } t => Math.Pow(MeanOverClasses(t, scene, sums => Tversky(sums, t.Smooth, t.FalsePositiveWeight, t.FalseNegativeWeight)), t.Exponent),
        FocalTverskyLoss t => MeanOverClasses(t, scene, sums => Math.Pow(Tversky(sums, t.Smooth, t.FalsePositiveWeight, t.FalseNegativeWeight), t.Exponent)),
        LogDiceLoss { OfMean: true } log => -Math.Log(1 - MeanOverClasses(log, scene, sums => 1 - Score(log, sums))),
        LogDiceLoss log => MeanOverClasses(log, scene, sums => -Math.Log(Score(log, sums))),
        LogCoshDiceLoss log => Math.Log(Math.Cosh(MeanOverClasses(log, scene, sums => Dice(sums, log.Smooth)))),
        AsymmetricFBetaLoss f => MeanOverClasses(f, scene, sums => FBeta(f, sums)),
        MatthewsCorrelationLoss mcc => MeanOverClasses(mcc, scene, sums => MatthewsCorrelation(mcc, sums)),
        SensitivitySpecificityLoss s => MeanOverClasses(s, scene, sums =>
            s.SensitivityWeight * sums.Missed / (sums.Target + s.Smooth) + (1 - s.SensitivityWeight) * sums.Alarmed / (sums.Pixels - sums.Target + s.Smooth)),
        GeneralizedDiceLoss g => MeanOverGroups(g.Aggregate, scene, images => GeneralizedDice(g, scene, images)),
        PenaltyGeneralizedDiceLoss g => MeanOverGroups(g.Aggregate, scene, images => GeneralizedDice(g, scene, images) is var l ? l / (1 + g.Penalty * (1 - l)) : 0),
        DiceLoss dice => MeanOverClasses(dice, scene, sums => Dice(sums, dice.Smooth)),
        JaccardLoss jaccard => MeanOverClasses(jaccard, scene, sums =>
            1 - (sums.Intersection + jaccard.Smooth) / (sums.Predicted + sums.Target - sums.Intersection + jaccard.Smooth)),
        TverskyLoss t => MeanOverClasses(t, scene, sums => Tversky(sums, t.Smooth, t.FalsePositiveWeight, t.FalseNegativeWeight)),
        GeneralizedWassersteinDiceLoss wasserstein => GeneralizedWassersteinDice(wasserstein, scene),
        CenterlineDiceLoss centerline => CenterlineDice(centerline, scene),
        TopKCrossEntropyLoss top => Hardest(top, top.Aggregate, scene, costs => Math.Max(1, (int)Math.Floor(costs.Length * top.Percentage / 100))),
        HardExampleCrossEntropyLoss hard => Hardest(hard, Aggregate.Batch, scene, costs =>
            Math.Min(costs.Length, Math.Max(hard.MinimumKept, costs.Count(cost => cost > -Math.Log(hard.Threshold))))),
        LovaszSoftmaxLoss lovasz => LovaszSoftmax(lovasz, scene),
        LovaszHingeLoss lovasz => LovaszHinge(lovasz, scene),
        BoundaryLoss boundary => Boundary(boundary, scene),
        HausdorffDistanceLoss hausdorff => Hausdorff(hausdorff, scene),
        UNetCrossEntropyLoss unet => UNetCrossEntropy(unet, scene),
        DistancePenalizedCrossEntropyLoss => DistancePenalizedCrossEntropy(scene),
        BorderCrossEntropyDiceLoss border => BorderCrossEntropyDice(border, scene),
        ComboLoss combo => Combo(combo, scene),
        ExponentialLogarithmicLoss e => ExponentialLogarithmic(e, scene),
        UnifiedFocalLoss u => UnifiedFocal(u, scene),
        _ => throw new NotSupportedException($"No reference for {loss}."),
    };

    static double[,,] Activate(Activation activation, double[,,] logits) => activation switch
    {
        Activation.Softmax => Softmax(logits),
        Activation.Sigmoid => Map(logits, z => 1 / (1 + Math.Exp(-z))),
        Activation.LogProbabilities => Map(logits, Math.Exp),
        _ => logits,
    };

    public static double[,,] Softmax(double[,,] logits)
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

    public static double[,,] Map(double[,,] values, Func<double, double> function)
    {
        var mapped = (double[,,])values.Clone();
        for (int n = 0; n < mapped.GetLength(0); n++)
            for (int k = 0; k < mapped.GetLength(1); k++)
                for (int i = 0; i < mapped.GetLength(2); i++) mapped[n, k, i] = function(values[n, k, i]);
        return mapped;
    }

    static double WeightOf(ElementaryLoss loss, int label) => loss.ClassWeights?[label] ?? 1;
}
