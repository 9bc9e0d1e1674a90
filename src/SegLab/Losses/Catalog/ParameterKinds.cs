using System.Globalization;
using static SegLab.Losses.OptionText;

namespace SegLab.Losses;

/// <summary>The kinds of options that losses of all catalogues have, each with its text form.</summary>
/// <typeparam name="TBase">The losses of a catalogue.</typeparam>
abstract class ParameterKinds<TBase>
    where TBase : class
{
    private protected ParameterKinds()
    {
    }

    public static CatalogParameter<TBase> Number<TLoss>(
        string name, NumberRange range, string description, Func<TLoss, double> get, Func<TLoss, double, TLoss> set)
        where TLoss : TBase, new() =>
        Make<TLoss>(name, ParameterValues.Number(range), description, loss => Text(get(loss)), (loss, text) => set(loss, ParseNumber(text)));

    public static CatalogParameter<TBase> Integer<TLoss>(
        string name, NumberRange range, string description, Func<TLoss, int> get, Func<TLoss, int, TLoss> set)
        where TLoss : TBase, new() =>
        Make<TLoss>(name, ParameterValues.Integer(range), description,
            loss => get(loss).ToString(CultureInfo.InvariantCulture), (loss, text) => set(loss, ParseInteger(text)));

    public static CatalogParameter<TBase> OptionalNumber<TLoss>(
        string name, NumberRange range, string description, Func<TLoss, double?> get, Func<TLoss, double?, TLoss> set)
        where TLoss : TBase, new() =>
        Make<TLoss>(name, ParameterValues.OptionalNumber(range), description,
            loss => get(loss) is { } value ? Text(value) : None,
            (loss, text) => set(loss, text == None ? null : ParseNumber(text)));

    public static CatalogParameter<TBase> Flag<TLoss>(string name, string description, Func<TLoss, bool> get, Func<TLoss, bool, TLoss> set)
        where TLoss : TBase, new() =>
        Make<TLoss>(name, ParameterValues.Flag, description,
            loss => get(loss) ? "true" : "false",
            (loss, text) => set(loss, ParseFlag(text)));

    public static CatalogParameter<TBase> Choice<TLoss, TChoice>(
        string name, string description, Func<TLoss, TChoice> get, Func<TLoss, TChoice, TLoss> set)
        where TLoss : TBase, new()
        where TChoice : struct, Enum =>
        Make<TLoss>(name, ParameterValues.OneOf<TChoice>(), description, loss => Text(get(loss)), (loss, text) => set(loss, ParseChoice<TChoice>(text)));

    public static CatalogParameter<TBase> OptionalChoice<TLoss, TChoice>(
        string name, string description, Func<TLoss, TChoice?> get, Func<TLoss, TChoice?, TLoss> set, string? @default = null)
        where TLoss : TBase, new()
        where TChoice : struct, Enum =>
        Make<TLoss>(name, ParameterValues.OneOf<TChoice>(None), description,
            loss => get(loss) is { } value ? Text(value) : None,
            (loss, text) => set(loss, text == None ? null : ParseChoice<TChoice>(text)),
            @default);

    private protected static CatalogParameter<TBase> Make<TLoss>(
        string name, ParameterValues values, string description, Func<TLoss, string> get, Func<TLoss, string, TLoss> set, string? @default = null)
        where TLoss : TBase, new() =>
        new(name, values, description, @default ?? get(new TLoss()), loss => get((TLoss)loss), (loss, text) => set((TLoss)loss, text));
}
