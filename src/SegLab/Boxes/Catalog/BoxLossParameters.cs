using SegLab.Losses;

namespace SegLab.Boxes;

/// <summary>The kinds of options that box losses have.</summary>
abstract class BoxLossParameters : ParameterKinds<BoxLoss>
{
    /// <summary>The options of every box loss.</summary>
    public static CatalogParameter<BoxLoss>[] All<TLoss>()
        where TLoss : BoxLoss, new() =>
    [
        Choice<TLoss, Reduction>("reduction", "what is made of the boxes' values",
            loss => loss.Reduction, (loss, value) => loss with { Reduction = value }),
        Choice<TLoss, BoxMean>("mean_over", "what the mean divides by: the sum of the weights, or the number of boxes",
            loss => loss.MeanOver, (loss, value) => loss with { MeanOver = value }),
    ];

    /// <summary>The options of every loss that looks at the overlap.</summary>
    public static CatalogParameter<BoxLoss>[] Overlap<TLoss>()
        where TLoss : OverlapBoxLoss, new() =>
    [
        Number<TLoss>("epsilon", NumberRange.AtLeast(0), "added to divisors; 1e-7 for torchvision's values",
            loss => loss.Epsilon, (loss, value) => loss with { Epsilon = value }),
        .. All<TLoss>(),
    ];

    /// <summary>The options of every loss that is 1 - IoU and penalties.</summary>
    public static CatalogParameter<BoxLoss>[] Penalized<TLoss>()
        where TLoss : PenalizedIoULoss, new() =>
    [
        Number<TLoss>("power", NumberRange.Above(0), "a, the power of the IoU and of each penalty; 3 for alpha-IoU",
            loss => loss.Power, (loss, value) => loss with { Power = value }),
        .. Overlap<TLoss>(),
    ];

    /// <summary>The option of every loss that has c^2.</summary>
    public static CatalogParameter<BoxLoss> DetachDiagonal<TLoss>(Func<TLoss, bool> get, Func<TLoss, bool, TLoss> set)
        where TLoss : BoxLoss, new() => Flag("detach_diagonal", "whether c^2 is a constant in the gradient", get, set);
}
