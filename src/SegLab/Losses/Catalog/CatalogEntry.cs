namespace SegLab.Losses;

/// <summary>What a catalogue says of a loss. Each loss describes itself in its own file.</summary>
/// <typeparam name="TLoss">The losses of the catalogue.</typeparam>
public abstract record CatalogEntry<TLoss>
    where TLoss : class
{
    private protected CatalogEntry(string name, string title, TLoss usual) => (Name, Title, Default) = (name, title, usual);

    /// <summary>Its name in the text form.</summary>
    public string Name { get; }

    /// <summary>Other names that are read.</summary>
    public IReadOnlyList<string> Aliases { get; internal init; } = [];

    /// <summary>Its name in words.</summary>
    public string Title { get; }

    /// <summary>What it computes for a pixel, a class or a pair of boxes, in plain characters.</summary>
    public required string Formula { get; init; }

    /// <summary>When to choose it, in one line.</summary>
    public required string UseWhen { get; init; }

    /// <summary>Where it was published.</summary>
    public required string Paper { get; init; }

    /// <summary>What libraries do differently, and which option does what each of them does.</summary>
    public IReadOnlyList<string> Notes { get; internal init; } = [];

    /// <summary>The loss with its defaults.</summary>
    public TLoss Default { get; }

    /// <summary>Its options.</summary>
    public required IReadOnlyList<CatalogParameter<TLoss>> Parameters { get; init; }

    /// <summary>The text form of a loss of this entry: its name, and the options that are not as usual.</summary>
    internal string Print(TLoss loss)
    {
        string options = string.Join(", ", Parameters
            .Where(parameter => parameter.Get(loss) != parameter.Get(Default))
            .Select(parameter => $"{parameter.Name}={parameter.Get(loss)}"));
        return options.Length == 0 ? Name : $"{Name}({options})";
    }
}
