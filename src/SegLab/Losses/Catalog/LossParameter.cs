namespace SegLab.Losses;

/// <summary>An option of a loss as it stands in the text form.</summary>
public sealed class LossParameter
{
    readonly Func<ElementaryLoss, string> get;
    readonly Func<ElementaryLoss, string, ElementaryLoss> set;

    internal LossParameter(
        string name,
        ParameterValues values,
        string description,
        string @default,
        Func<ElementaryLoss, string> get,
        Func<ElementaryLoss, string, ElementaryLoss> set)
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

    internal string Get(ElementaryLoss loss) => get(loss);

    internal ElementaryLoss Set(ElementaryLoss loss, string text) => set(loss, text);
}
