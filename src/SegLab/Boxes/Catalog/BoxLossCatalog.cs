using SegLab.Losses;

namespace SegLab.Boxes;

/// <summary>Every box loss, once: what the text form, the command line, the documentation and the tests that all of them must pass read.</summary>
public static class BoxLossCatalog
{
    /// <summary>All losses, in the order of the documentation.</summary>
    public static IReadOnlyList<BoxLossEntry> All { get; } =
    [
        IoULoss.Entry,
        GeneralizedIoULoss.Entry,
        DistanceIoULoss.Entry,
        CompleteIoULoss.Entry,
        EfficientIoULoss.Entry,
        FocalEfficientIoULoss.Entry,
        ScyllaIoULoss.Entry,
        WiseIoULoss.Entry,
        PointDistanceIoULoss.Entry,
        SmoothL1Loss.Entry,
        BalancedL1Loss.Entry,
    ];

    /// <summary>Losses with options that have a name of their own.</summary>
    public static IReadOnlyList<LossRecipe> Recipes { get; } =
    [
        .. new[] { ("iou", "IoU"), ("giou", "GIoU"), ("diou", "DIoU"), ("ciou", "CIoU") }.Select(part => new LossRecipe(
            $"alpha_{part.Item1}", $"{part.Item1}(power=3)", $"Alpha-{part.Item2} loss",
            "boxes must fit closely (AP at high IoU), or labels of boxes are noisy; far-off boxes hardly move",
            "He et al. 2021, arXiv:2110.13675")),
        new("wiou_v1", "wiou(version=1)", "Wise-IoU loss without focusing", "as diou, without its push outward", "Tong et al. 2023, arXiv:2301.10051"),
        new("wiou_v2", "wiou(version=2)", "Wise-IoU loss with monotonic focusing", "hard boxes shall count more", "Tong et al. 2023, arXiv:2301.10051"),
        new("l1", "smooth_l1(beta=0)", "L1 loss", "boxes are in units of the image, as DETR has them; together with giou",
            "Carion et al. 2020, arXiv:2005.12872"),
    ];

    /// <summary>The entry of a name or an alias; null when there is none.</summary>
    public static BoxLossEntry? Find(string name) => All.FirstOrDefault(entry => entry.Name == name || entry.Aliases.Contains(name));

    /// <summary>All names that are read.</summary>
    internal static IEnumerable<string> Names => All.SelectMany(known => known.Aliases.Prepend(known.Name)).Concat(Recipes.Select(recipe => recipe.Name));

    internal static BoxLossEntry EntryOf(BoxLoss loss) => All.First(entry => entry.Default.GetType() == loss.GetType());
}
