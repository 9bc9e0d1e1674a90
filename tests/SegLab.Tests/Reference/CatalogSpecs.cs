using SegLab.Losses;

namespace SegLab.Tests.Reference;

/// <summary>Every loss of the catalogue, with its defaults and with other options, and what it is tried on.</summary>
public static class CatalogSpecs
{
    public static TheoryData<string> All() =>
    [
        .. LossCatalog.All.Select(entry => entry.Name),
        "ce(label_smoothing=0.1)",
        "ce(class_weights=[1, 2, 0.5, 4])",
        "ce(label_smoothing=0.2, class_weights=[1, 2, 0.5, 4])",
        "ce(activation=probabilities)",
        "ce(activation=log_probabilities, label_smoothing=0.1)",
        "focal(activation=log_probabilities, normalized=true)",
        "ce_all_channels(class_weights=[1, 2, 0.5, 4])",
        "ce_all_channels(activation=log_probabilities)",
        "bce(positive_weight=3)",
        "bce(balance=per_image)",
        "bce(balance=batch)",
        "bce(activation=probabilities)",
        "focal(gamma=0)",
        "focal(gamma=0.5)",
        "focal(normalized=true)",
        "focal(gamma=1.5, class_weights=[1, 2, 0.5, 4])",
        "focal(activation=sigmoid, alpha=0.25)",
        "poly1(epsilon=-1, gamma=2)",
        "poly1(activation=sigmoid)",
        "conservative(logarithm_base=2)",
        "dice(aggregate=batch)",
        "dice(activation=sigmoid)",
        "dice(activation=probabilities)",
        "dice(activation=log_probabilities)",
        "dice(background=false)",
        "dice(overlap=squared_denominator, smooth=0.1)",
        "dice(overlap=squared_terms)",
        "dice(overlap=absolute_difference)",
        "jaccard(overlap=squared_denominator, aggregate=batch)",
        "tversky(false_positive_weight=0.8, false_negative_weight=0.2, smooth=0.01)",
        "focal_tversky(exponent=1.5, of_mean=true)",
        "log_dice(of_mean=true)",
        "log_dice(score=jaccard, activation=sigmoid)",
        "mcc(epsilon_in_denominator=true, aggregate=batch)",
        "sensitivity_specificity(activation=sigmoid)",
        "generalized_dice(weighting=simple, aggregate=batch, background=false)",
        "generalized_dice(weighting=uniform, activation=sigmoid)",
        "combo(activation=sigmoid, positive_share=0.7, one_minus_dice=true)",
        "exp_log(of_mean=true, cross_entropy_exponent=1, mean_over=class_weights, class_weights=[1, 2, 0.5, 4])",
        "unified_focal(symmetric=true, focal_exponent=0.3)",
        "topk_ce(percentage=30, aggregate=per_image, class_weights=[1, 2, 0.5, 4])",
        "ohem_ce(threshold=0.4, minimum_kept=3)",
        "wasserstein_dice(distances=[[0, 2, 2, 2], [2, 0, 1, 1], [2, 1, 0, 0.5], [2, 1, 0.5, 0]])",
        "wasserstein_dice(weighting=volume, activation=probabilities)",
        "cl_dice(iterations=2, dice_share=0.5, aggregate=per_image)",
        "lovasz_softmax(counted=all, aggregate=per_image)",
        "lovasz_softmax(background=false, activation=sigmoid)",
        "lovasz_hinge(aggregate=batch)",
        "boundary(inside=full, background=true)",
        "boundary(spacing=[1, 2.5])",
        "hausdorff(exponent=1, predicted=argmax)",
        "hausdorff(inside_only=true, log_of_one_plus=true, activation=sigmoid)",
        "unet_ce(border_on_background=false, border_sigma=2, foreground_weight=0.5)",
        "border_bce_dice(window=3, count_padding=true, dice_weight_squared=false)",
        "border_bce_dice(weigh_presence_only=true, aggregate=per_image)",
        "ce + dice",
        "dice + 0.1*boundary + 0.5*lovasz_softmax",
        "0.5*ce + 2*focal(gamma=1) + jaccard + 0.25*dice(overlap=squared_denominator)",
        "ce - 0.5*dice(activation=sigmoid)",
        "ce + 0.5*ce_all_channels + dice",
    ];

    /// <summary>What a spec is tried on: one channel for losses of one foreground class, else four; probabilities where these are asked for.</summary>
    internal static Sample SampleFor(string spec, int images, int pixels, int seed, bool ignore = false)
    {
        var sample = new Sample(images, oneChannel.Contains(SpecName(spec)) ? 1 : 4, pixels, seed, ignore, flat: false);
        Activation activation = ActivationOf(spec);
        if (activation is not (Activation.Probabilities or Activation.LogProbabilities)) return sample;
        double[,,] p = ReferenceLoss.Softmax(sample.LogitArray());
        int i = 0;
        foreach (double value in p) sample.Logits[i++] = (float)(activation == Activation.Probabilities ? value : Math.Log(value));
        return sample;
    }

    public static Activation ActivationOf(string spec) => SegmentationLoss.Parse(spec) is ElementaryLoss loss ? loss.Activation : Activation.Softmax;

    /// <summary>Losses of one foreground class.</summary>
    static readonly HashSet<string> oneChannel = ["lovasz_hinge", "border_bce_dice"];

    static string SpecName(string spec) => spec.Split('(', ' ')[0];
}
