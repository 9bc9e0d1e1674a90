namespace SegLab.Boxes;

/// <summary>A box loss of the catalogue. Each loss describes itself in its own file.</summary>
public sealed record BoxLossEntry
{
    internal BoxLossEntry(string name, string title, BoxLoss usual) => (Name, Title, Default) = (name, title, usual);

    /// <summary>Its name in the text form.</summary>
    public string Name { get; }

    /// <summary>Other names that are read.</summary>
    public IReadOnlyList<string> Aliases { get; internal init; } = [];

    /// <summary>Its name in words.</summary>
    public string Title { get; }

    /// <summary>What it computes for a pair of boxes, in plain characters.</summary>
    public required string Formula { get; init; }

    /// <summary>When to choose it, in one line.</summary>
    public required string UseWhen { get; init; }

    /// <summary>Where it was published.</summary>
    public required string Paper { get; init; }

    /// <summary>What libraries do differently, and which option does what each of them does.</summary>
    public IReadOnlyList<string> Notes { get; internal init; } = [];

    /// <summary>The loss with its defaults.</summary>
    public BoxLoss Default { get; }

    /// <summary>Its options.</summary>
    public required IReadOnlyList<BoxLossParameter> Parameters { get; init; }
}
