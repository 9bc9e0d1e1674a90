using SegLab.Losses;

namespace SegLab.Bench;

/// <summary>A loss to time, and the family of <c>bench/pytorch/losses.py</c> that holds its peers; null for none.</summary>
sealed record LossPeers(string Spec, string? Family, InputKind Input = InputKind.Classes)
{
    /// <summary>Every loss that has a peer.</summary>
    public static IReadOnlyList<LossPeers> All { get; } =
    [
        new("ce", "ce"),
        new("ce_all_channels", "ce_all_channels"),
        new("bce", "bce", InputKind.Binary),
        new("bce(balance=batch)", "balanced_bce", InputKind.Binary),
        new("nll", "nll", InputKind.LogProbabilities),
        new("kl", "kl", InputKind.SoftTarget),
        new("focal", "focal"),
        new("focal(alpha=0.25, activation=sigmoid)", "focal_sigmoid", InputKind.Binary),
        new("poly1", "poly1"),
        new("symmetric_ce", "symmetric_ce"),
        new("topk", "topk"),
        new("conservative", "conservative"),
        new("unet_ce", "unet", InputKind.TwoClasses),
        new("dice", "dice"),
        new("dice(aggregate=batch)", "dice_batch"),
        new("dice(overlap=squared_denominator)", "dice_squared"),
        new("dice(activation=sigmoid)", "dice_sigmoid", InputKind.Binary),
        new("jaccard", "jaccard"),
        new("tversky", "tversky"),
        new("focal_tversky", "focal_tversky"),
        new("log_dice", "log_dice"),
        new("log_cosh_dice", "log_cosh_dice"),
        new("generalized_dice", "generalized_dice"),
        new($"generalized_wasserstein_dice(distances={Distances(21)})", "generalized_wasserstein_dice"),
        new("exp_log", "exp_log"),
        new("mcc(activation=sigmoid)", "mcc", InputKind.Binary),
        new("sensitivity_specificity", "sensitivity_specificity"),
        new("f_beta", "asymmetric_f_beta"),
        new("lovasz_softmax", "lovasz_softmax"),
        new("lovasz_hinge", "lovasz_hinge", InputKind.FewBinary),
        new("boundary", "boundary"),
        new("hausdorff", "hausdorff_dt"),
        new("combo(activation=sigmoid)", "combo", InputKind.Binary),
        new("ce + dice", "dice_ce"),
        new("focal + dice", "dice_focal"),
        new("unified_focal(foreground_weight=0.7)", "unified_focal", InputKind.TwoClasses),
        new("border_bce_dice", "pooled_bce_dice", InputKind.FewBinary),
        new("cl_dice", "cl_dice", InputKind.TwoClasses),
    ];

    /// <summary>The losses named by family or by text form; a text form that is not in the list has no peer.</summary>
    public static IEnumerable<LossPeers> Named(IReadOnlyList<string> names) => names.Count == 0
        ? All
        : names.Select(name => All.FirstOrDefault(loss => loss.Family == name || loss.Spec == name) ?? new LossPeers(name, null));

    /// <summary>1 from the background, and by the difference of the labels between the others, as the peers have them.</summary>
    static ClassDistances Distances(int classes)
    {
        int[] all = [.. Enumerable.Range(0, classes)];
        return new ClassDistances([.. all.Select(from => all.Select(to => Distance(from, to)).ToArray())]);

        float Distance(int from, int to) => from == to ? 0 : from == 0 || to == 0 ? 1 : Math.Abs(from - to) / (classes - 1f);
    }
}
