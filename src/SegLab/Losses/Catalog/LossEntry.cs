namespace SegLab.Losses;

/// <summary>A loss of the catalogue. Each loss describes itself in its own file.</summary>
public sealed record LossEntry
{
    internal LossEntry(string name, LossFamily family, string title, ElementaryLoss usual) =>
        (Name, Family, Title, Default) = (name, family, title, usual);

    /// <summary>Its name in the text form.</summary>
    public string Name { get; }

    /// <summary>Other names that are read.</summary>
    public IReadOnlyList<string> Aliases { get; internal init; } = [];

    /// <summary>What kind of loss it is.</summary>
    public LossFamily Family { get; }

    /// <summary>Its name in words.</summary>
    public string Title { get; }

    /// <summary>What it computes for a pixel or a class, in plain characters.</summary>
    public required string Formula { get; init; }

    /// <summary>When to choose it, in one line.</summary>
    public required string UseWhen { get; init; }

    /// <summary>Where it was published.</summary>
    public required string Paper { get; init; }

    /// <summary>What libraries do differently, and which option does what each of them does.</summary>
    public IReadOnlyList<string> Notes { get; internal init; } = [];

    /// <summary>The loss with its defaults.</summary>
    public ElementaryLoss Default { get; }

    /// <summary>Its options.</summary>
    public required IReadOnlyList<LossParameter> Parameters { get; init; }
}
