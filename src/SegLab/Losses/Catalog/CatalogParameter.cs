namespace SegLab.Losses;

/// <summary>An option of a loss as it stands in the text form.</summary>
/// <typeparam name="TLoss">The losses of the catalogue.</typeparam>
public sealed class CatalogParameter<TLoss>
    where TLoss : class
{
    readonly Func<TLoss, string> get;
    readonly Func<TLoss, string, TLoss> set;

    internal CatalogParameter(string name, ParameterValues values, string description, string @default, Func<TLoss, string> get, Func<TLoss, string, TLoss> set)
    {
        (Name, Values, Description, Default) = (name, values, description, @default);
        (this.get, this.set) = (get, set);
    }

    /// <summary>Its name, in lower case with underscores.</summary>
    public string Name { get; }

    /// <summary>What it takes.</summary>
    public ParameterValues Values { get; }

    /// <summary>What it does, in one line.</summary>
    public string Description { get; }

    /// <summary>Its default in the text form, or in words where that depends on other options.</summary>
    public string Default { get; }

    internal string Get(TLoss loss) => get(loss);

    internal TLoss Set(TLoss loss, string text) => set(loss, text);
}
