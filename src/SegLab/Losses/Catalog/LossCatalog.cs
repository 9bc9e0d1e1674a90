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

    /// <summary>The entry of a name or an alias; null when there is none.</summary>
    public static LossEntry? Find(string name) => All.FirstOrDefault(entry => entry.Name == name || entry.Aliases.Contains(name));

    internal static LossEntry EntryOf(ElementaryLoss loss) => All.First(entry => entry.Default.GetType() == loss.GetType());

    internal static string NameOf(ElementaryLoss loss) => EntryOf(loss).Name;
}
