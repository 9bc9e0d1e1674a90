using System.Text.Json;
using SegLab.Losses;

namespace SegLab.Tests.Golden;

/// <summary>Maps the reference data's words for a loss to ours. What it does not know it refuses.</summary>
sealed partial class GoldenLosses
{
    readonly GoldenCase golden;
    readonly HashSet<string> unread;

    GoldenLosses(GoldenCase golden) => (this.golden, unread) = (golden, [.. golden.Params.Keys]);

    public static SegmentationLoss Map(string family, GoldenCase golden)
    {
        var mapping = new GoldenLosses(golden);
        SegmentationLoss loss = mapping.Loss(family);
        if (mapping.unread.Count > 0) throw new NotSupportedException($"{family}/{golden.Name}: parameters without a mapping: {string.Join(", ", mapping.unread)}");
        return loss.WithIgnoreIndex(golden.IgnoreIndex);
    }

    SegmentationLoss Loss(string family) => family switch
    {
        "cross_entropy" => Only("softmax", Weighted(new CrossEntropyLoss { LabelSmoothing = Number("label_smoothing") ?? 0, MeanOver = MeanOver() })),
        "cross_entropy_all_channels" => Only("softmax", Weighted(new AllChannelsCrossEntropyLoss { MeanOver = MeanOver() })),
        "binary_cross_entropy" => Only("sigmoid", Weighted(BinaryCrossEntropy())),
        "nll" => Only("none", Weighted(new NegativeLogLikelihoodLoss { MeanOver = MeanOver() })),
        "kl_divergence" => Only("softmax", Weighted(KullbackLeibler())),
        "focal_softmax" => Only("softmax", Weighted(FocalSoftmax())),
        "focal_sigmoid" => Only("sigmoid", Weighted(FocalSigmoid())),
        "poly1" => Weighted(Poly1()),
        "symmetric_cross_entropy" => Only("softmax", Weighted(SymmetricCrossEntropy())),
        "conservative" => Only("softmax", Weighted(Conservative())),
        "dice" => Overlap(new DiceLoss { Overlap = DiceOverlap() }),
        "jaccard" => Overlap(new JaccardLoss { Overlap = JaccardOverlap() }),
        "tversky" => Overlap(Tversky()),
        "focal_tversky" => Overlap(FocalTversky()),
        "log_dice" => LogDice(),
        "asymmetric_f_beta" => AsymmetricFBeta(),
        "mcc" => MatthewsCorrelation(),
        "sensitivity_specificity" => SensitivitySpecificity(),
        "generalized_dice" => GeneralizedDice(),
        "lovasz_softmax" => PerClass(LovaszSoftmax()),
        "lovasz_hinge" => LovaszHinge(),
        "boundary" => Boundary(),
        "hausdorff_dt" => HausdorffDistance(),
        "unet_weighted_cross_entropy" => Only("softmax", Weighted(UNetCrossEntropy())),
        "weighted_bce_dice_pooled" => Only("sigmoid", Plain(BorderCrossEntropyDice())),
        "topk_cross_entropy" => Only("softmax", Weighted(TopKCrossEntropy())),
        "generalized_wasserstein_dice" => Plain(GeneralizedWassersteinDice()),
        "cl_dice" => PerClass(CenterlineDice()),
        "combo" => Combo(),
        "exponential_logarithmic" => ExponentialLogarithmic(),
        "unified_focal" => UnifiedFocal(),
        _ => throw new NotSupportedException($"The family {family} has no mapping."),
    };

    /// <summary>The options that every loss has.</summary>
    TLoss Plain<TLoss>(TLoss loss)
        where TLoss : ElementaryLoss => loss with
        {
            Activation = golden.Activation switch
            {
                "softmax" => Activation.Softmax,
                "sigmoid" => Activation.Sigmoid,
                "none" when loss is NegativeLogLikelihoodLoss => Activation.LogProbabilities,
                "none" => Activation.Probabilities,
                _ => throw Unknown("activation", golden.Activation),
            },
            Reduction = Reduction(),
        };

    /// <summary>With class weights.</summary>
    TLoss Weighted<TLoss>(TLoss loss)
        where TLoss : ElementaryLoss => Plain(loss) with { ClassWeights = golden.ClassWeights is { } weights ? new ClassWeights(weights) : null };

    /// <summary>With a choice of classes.</summary>
    TLoss PerClass<TLoss>(TLoss loss)
        where TLoss : PerClassLoss => Plain(loss) with
        {
            Aggregate = golden.Aggregate is null ? SegLab.Losses.Aggregate.PerImage : Aggregate(),
            IncludeBackground = golden.IncludeBackground,
            Classes = Read("classes") is { ValueKind: JsonValueKind.Array } classes ? new ClassSelection(classes.Deserialize<int[]>()) : null,
        };

    Reduction Reduction() => golden.Reduction switch
    {
        "mean" => SegLab.Losses.Reduction.Mean,
        "sum" => SegLab.Losses.Reduction.Sum,
        "none" => SegLab.Losses.Reduction.None,
        _ => throw Unknown("reduction", golden.Reduction),
    };

    Aggregate Aggregate() => golden.Aggregate switch
    {
        "per_image" => SegLab.Losses.Aggregate.PerImage,
        "batch" => SegLab.Losses.Aggregate.Batch,
        var other => throw Unknown("aggregate", other),
    };

    TLoss Only<TLoss>(string activation, TLoss loss)
        where TLoss : ElementaryLoss => golden.Activation == activation && golden.IncludeBackground ? loss : throw Unknown("activation", golden.Activation);

    JsonElement? Read(string parameter)
    {
        unread.Remove(parameter);
        return golden.Params.TryGetValue(parameter, out JsonElement element) && element.ValueKind != JsonValueKind.Null ? element : null;
    }

    double? Number(string parameter) => Read(parameter)?.GetDouble();

    double Required(string parameter) => Number(parameter) ?? throw Unknown(parameter, null);

    string? Text(string parameter) => Read(parameter)?.GetString();

    bool Flag(string parameter) => Read(parameter)?.GetBoolean() ?? false;

    /// <summary>Refuses a parameter that is not what the loss always does.</summary>
    void Always(string parameter, params string?[] expected)
    {
        if (Text(parameter) is var text && !expected.Contains(text)) throw Unknown(parameter, text);
    }

    NotSupportedException Unknown(string parameter, object? value) => new($"{golden.Name}: {parameter} = {value ?? "nothing"} has no mapping.");
}
