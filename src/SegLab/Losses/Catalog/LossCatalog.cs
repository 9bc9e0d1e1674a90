namespace SegLab.Losses;

/// <summary>Every loss, once: what the text form, the command line, the documentation and the tests that all losses must pass read.</summary>
public static class LossCatalog
{
    /// <summary>All losses, in the order of the documentation.</summary>
    public static IReadOnlyList<LossEntry> All { get; } =
    [
        new("ce", ["cross_entropy"], LossFamily.PixelWise, "Cross-entropy",
            "-log p_t",
            "the default for classes of like size; rare classes are often not found",
            "PyTorch's CrossEntropyLoss; label smoothing: Szegedy et al. 2016, arXiv:1512.00567",
            new CrossEntropyLoss(),
            [
                LossParameters.Number<CrossEntropyLoss>("label_smoothing", "0 to 1", "share of the target spread over all classes",
                    loss => loss.LabelSmoothing, (loss, value) => loss with { LabelSmoothing = value }),
                .. LossParameters.Pixel<CrossEntropyLoss>("class_weights"),
            ]),
        new("bce", ["binary_cross_entropy"], LossFamily.PixelWise, "Binary cross-entropy on a sigmoid",
            "-(w y log p + (1 - y) log(1 - p))",
            "one foreground class, or several labels a pixel",
            "PyTorch's BCEWithLogitsLoss; balance: Xie and Tu 2015, arXiv:1504.06375",
            new BinaryCrossEntropyLoss(),
            [
                LossParameters.Number<BinaryCrossEntropyLoss>("positive_weight", "above 0", "w, what presence weighs against absence",
                    loss => loss.PositiveWeight, (loss, value) => loss with { PositiveWeight = value }),
                LossParameters.OptionalChoice<BinaryCrossEntropyLoss, Aggregate>("balance", "weigh presence by the share of absence and the reverse",
                    loss => loss.Balance, (loss, value) => loss with { Balance = value }),
                .. LossParameters.Pixel<BinaryCrossEntropyLoss>("elements"),
            ]),
        new("focal", [], LossFamily.PixelWise, "Focal loss",
            "-a (1 - p_t)^gamma log p_t",
            "many easy pixels drown few hard ones",
            "Lin et al. 2017, arXiv:1708.02002; reduced: Sergievskiy 2019, arXiv:1903.01347",
            new FocalLoss(),
            [
                LossParameters.Number<FocalLoss>("gamma", "0 or more", "focusing exponent; 0 is cross-entropy",
                    loss => loss.Gamma, (loss, value) => loss with { Gamma = value }),
                LossParameters.OptionalNumber<FocalLoss>("alpha", "0 to 1", "weight of presence (softmax: of all classes but the first); the rest weighs 1 - alpha",
                    loss => loss.Alpha, (loss, value) => loss with { Alpha = value }),
                LossParameters.OptionalNumber<FocalLoss>("reduced_threshold", "above 0, to 1", "below this probability the factor is 1",
                    loss => loss.ReducedThreshold, (loss, value) => loss with { ReducedThreshold = value }),
                LossParameters.Flag<FocalLoss>("normalized", "divide by the sum of the factors",
                    loss => loss.Normalized, (loss, value) => loss with { Normalized = value }),
                LossParameters.Choice<FocalLoss, Activation>("activation", "softmax over the channels or a sigmoid of each",
                    loss => loss.Activation, (loss, value) => loss with { Activation = value }),
                .. LossParameters.Pixel<FocalLoss>("pixels; elements with a sigmoid"),
            ]),
        new("dice", ["soft_dice"], LossFamily.RegionBased, "Dice loss",
            "1 - (2 I + s) / (P + Y + s)",
            "small foreground, or the Dice score is what counts; steadier together with ce",
            "Milletari et al. 2016, arXiv:1606.04797; Drozdzal et al. 2016, arXiv:1608.04117",
            new DiceLoss(),
            LossParameters.Region<DiceLoss>()),
        new("jaccard", ["iou"], LossFamily.RegionBased, "Jaccard (IoU) loss",
            "1 - (I + s) / (P + Y - I + s)",
            "as dice, when IoU is what counts",
            "Rahman and Wang 2016, doi:10.1007/978-3-319-50835-1_22",
            new JaccardLoss(),
            LossParameters.Region<JaccardLoss>()),
        new("tversky", [], LossFamily.RegionBased, "Tversky loss",
            "1 - (TP + s) / (TP + a FP + b FN + s)",
            "misses cost more than false alarms, or the reverse",
            "Salehi et al. 2017, arXiv:1706.05721",
            new TverskyLoss(),
            [
                LossParameters.Number<TverskyLoss>("false_positive_weight", "0 or more", "a, what a false positive costs",
                    loss => loss.FalsePositiveWeight, (loss, value) => loss with { FalsePositiveWeight = value }),
                LossParameters.Number<TverskyLoss>("false_negative_weight", "0 or more", "b, what a false negative costs",
                    loss => loss.FalseNegativeWeight, (loss, value) => loss with { FalseNegativeWeight = value }),
                .. LossParameters.Region<TverskyLoss>(),
            ]),
    ];

    /// <summary>The entry of a name or an alias; null when there is none.</summary>
    public static LossEntry? Find(string name) => All.FirstOrDefault(entry => entry.Name == name || entry.Aliases.Contains(name));

    internal static LossEntry EntryOf(ElementaryLoss loss) => All.First(entry => entry.Default.GetType() == loss.GetType());

    internal static string NameOf(ElementaryLoss loss) => EntryOf(loss).Name;
}
