namespace SegLab.Losses;

/// <summary>Every loss, once: what the text form, the command line, the documentation and the tests that all losses must pass read.</summary>
public static class LossCatalog
{
    /// <summary>All losses, in the order of the documentation.</summary>
    public static IReadOnlyList<LossEntry> All { get; } =
    [
CrossEntropyLoss.Entry,
        AllChannelsCrossEntropyLoss.Entry,
        BinaryCrossEntropyLoss.Entry,
        NegativeLogLikelihoodLoss.Entry,
        KullbackLeiblerLoss.Entry,
        FocalLoss.Entry,
        Poly1Loss.Entry,
        SymmetricCrossEntropyLoss.Entry,
        ConservativeLoss.Entry,
        DiceLoss.Entry,
        JaccardLoss.Entry,
        TverskyLoss.Entry,
        FocalTverskyLoss.Entry,
        LogDiceLoss.Entry,
        LogCoshDiceLoss.Entry,
        AsymmetricFBetaLoss.Entry,
        MatthewsCorrelationLoss.Entry,
        SensitivitySpecificityLoss.Entry,
        GeneralizedDiceLoss.Entry,
        PenaltyGeneralizedDiceLoss.Entry,
        GeneralizedWassersteinDiceLoss.Entry,
        TopKCrossEntropyLoss.Entry,
        HardExampleCrossEntropyLoss.Entry,
        LovaszSoftmaxLoss.Entry,
        LovaszHingeLoss.Entry,
        BoundaryLoss.Entry,
        HausdorffDistanceLoss.Entry,
        UNetCrossEntropyLoss.Entry,
        DistancePenalizedCrossEntropyLoss.Entry,
        CenterlineDiceLoss.Entry,
        ComboLoss.Entry,
        ExponentialLogarithmicLoss.Entry,
        UnifiedFocalLoss.Entry,
        BorderCrossEntropyDiceLoss.Entry,
    ];

    /// <summary>Sums of losses that have a name of their own.</summary>
    public static IReadOnlyList<LossRecipe> Recipes { get; } =
    [
        new("dice_ce", "dice(background=false) + ce", "Dice and cross-entropy",
            "the first thing to try on medical images; ce keeps training steady, Dice finds the small classes",
            "nnU-Net, Isensee et al. 2018, arXiv:1809.10486; MONAI's DiceCELoss includes the background in Dice"),
        new("dice_focal", "dice + focal", "Dice and focal loss",
            "as dice_ce, with many easy pixels",
            "AnatomyNet, Zhu et al. 2019, arXiv:1808.05238; in MONAI's DiceFocalLoss softmax=True does not reach the focal part"),
        new("dice_topk", "dice(background=false) + topk_ce", "Dice and top-k cross-entropy",
            "as dice_ce, with the stress on the hardest pixels",
            "Ma et al. 2021, doi:10.1016/j.media.2021.102035 (Loss odyssey)"),
        new("bce_log_dice", "bce + log_dice(activation=sigmoid)", "Binary cross-entropy minus log Dice",
            "one foreground class, small",
            "bce - log(1 - dice loss), from Kaggle's competitions of 2017 and 2018"),
        new("focal_log_dice", "10*focal(activation=sigmoid) + log_dice(activation=sigmoid)", "Focal loss minus log Dice",
            "one foreground class, very small",
            "alpha*focal - log(dice), from Kaggle's competitions of 2018"),
        new("gdl_boundary", "linear(1, 0.01)*generalized_dice + linear(0.01, 1)*boundary", "Generalized Dice, then boundary loss",
            "strong imbalance and borders that matter; the weights shift while training",
            "Kervadec et al. 2019, arXiv:1812.07032"),
    ];

    /// <summary>The entry of a name or an alias; null when there is none.</summary>
    public static LossEntry? Find(string name) => All.FirstOrDefault(entry => entry.Name == name || entry.Aliases.Contains(name));

    /// <summary>All names that are read.</summary>
    internal static IEnumerable<string> Names => All.SelectMany(known => known.Aliases.Prepend(known.Name)).Concat(Recipes.Select(recipe => recipe.Name));

    internal static LossEntry EntryOf(ElementaryLoss loss) => All.First(entry => entry.Default.GetType() == loss.GetType());

    internal static string NameOf(ElementaryLoss loss) => EntryOf(loss).Name;
}
