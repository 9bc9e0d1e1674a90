using SegLab.Losses;
using static SegLab.Losses.OptionText;

namespace SegLab.Boxes;

/// <summary>The kinds of options that box losses have, each with its text form.</summary>
static class BoxLossParameters
{
    public static BoxLossParameter Number<TLoss>(
        string name, NumberRange range, string description, Func<TLoss, double> get, Func<TLoss, double, TLoss> set)
        where TLoss : BoxLoss, new() =>
        Make<TLoss>(name, ParameterValues.Number(range), description, loss => Text(get(loss)), (loss, text) => set(loss, ParseNumber(text)));

    public static BoxLossParameter Integer<TLoss>(
        string name, NumberRange range, string description, Func<TLoss, int> get, Func<TLoss, int, TLoss> set)
        where TLoss : BoxLoss, new() =>
        Make<TLoss>(name, ParameterValues.Integer(range), description, loss => Text((double)get(loss)), (loss, text) => set(loss, ParseInteger(text)));

    public static BoxLossParameter OptionalNumber<TLoss>(
        string name, NumberRange range, string description, Func<TLoss, double?> get, Func<TLoss, double?, TLoss> set)
        where TLoss : BoxLoss, new() =>
        Make<TLoss>(name, ParameterValues.OptionalNumber(range), description,
            loss => get(loss) is { } value ? Text(value) : None, (loss, text) => set(loss, text == None ? null : ParseNumber(text)));

    public static BoxLossParameter Flag<TLoss>(string name, string description, Func<TLoss, bool> get, Func<TLoss, bool, TLoss> set)
        where TLoss : BoxLoss, new() =>
        Make<TLoss>(name, ParameterValues.Flag, description, loss => get(loss) ? "true" : "false", (loss, text) => set(loss, ParseFlag(text)));

    public static BoxLossParameter Choice<TLoss, TChoice>(
        string name, string description, Func<TLoss, TChoice> get, Func<TLoss, TChoice, TLoss> set)
        where TLoss : BoxLoss, new()
        where TChoice : struct, Enum =>
        Make<TLoss>(name, ParameterValues.OneOf<TChoice>(), description, loss => Text(get(loss)), (loss, text) => set(loss, ParseChoice<TChoice>(text)));

    /// <summary>The options of every box loss.</summary>
    public static BoxLossParameter[] All<TLoss>()
        where TLoss : BoxLoss, new() =>
    [
        Choice<TLoss, Reduction>("reduction", "what is made of the boxes' values",
            loss => loss.Reduction, (loss, value) => loss with { Reduction = value }),
        Choice<TLoss, BoxMean>("mean_over", "what the mean divides by: the sum of the weights, or the number of boxes",
            loss => loss.MeanOver, (loss, value) => loss with { MeanOver = value }),
    ];

    /// <summary>The options of every loss that looks at the overlap.</summary>
    public static BoxLossParameter[] Overlap<TLoss>()
        where TLoss : OverlapBoxLoss, new() =>
    [
        Number<TLoss>("epsilon", NumberRange.AtLeast(0), "added to divisors; 1e-7 for torchvision's values",
            loss => loss.Epsilon, (loss, value) => loss with { Epsilon = value }),
        .. All<TLoss>(),
    ];

    /// <summary>The options of every loss that is 1 - IoU and penalties.</summary>
    public static BoxLossParameter[] Penalized<TLoss>()
        where TLoss : PenalizedIoULoss, new() =>
    [
        Number<TLoss>("power", NumberRange.Above(0), "a, the power of the IoU and of each penalty; 3 for alpha-IoU",
            loss => loss.Power, (loss, value) => loss with { Power = value }),
        .. Overlap<TLoss>(),
    ];

    /// <summary>The option of every loss that has c^2.</summary>
    public static BoxLossParameter DetachDiagonal<TLoss>(Func<TLoss, bool> get, Func<TLoss, bool, TLoss> set)
        where TLoss : BoxLoss, new() => Flag("detach_diagonal", "whether c^2 is a constant in the gradient", get, set);

    static BoxLossParameter Make<TLoss>(
        string name, ParameterValues values, string description, Func<TLoss, string> get, Func<TLoss, string, TLoss> set)
        where TLoss : BoxLoss, new() =>
        new(name, values, description, get(new TLoss()), loss => get((TLoss)loss), (loss, text) => set((TLoss)loss, text));
}
