using SegLab.Losses;

namespace SegLab.Boxes;

/// <summary>An option of a box loss as it stands in the text form.</summary>
public sealed class BoxLossParameter
{
    readonly Func<BoxLoss, string> get;
    readonly Func<BoxLoss, string, BoxLoss> set;

    internal BoxLossParameter(
        string name, ParameterValues values, string description, string @default, Func<BoxLoss, string> get, Func<BoxLoss, string, BoxLoss> set)
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

    /// <summary>Its default in the text form.</summary>
    public string Default { get; }

    internal string Get(BoxLoss loss) => get(loss);

    internal BoxLoss Set(BoxLoss loss, string text) => set(loss, text);
}
