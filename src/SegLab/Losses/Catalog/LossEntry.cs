namespace SegLab.Losses;

/// <summary>A loss of <see cref="LossCatalog"/>.</summary>
public sealed record LossEntry : CatalogEntry<ElementaryLoss>
{
    internal LossEntry(string name, LossFamily family, string title, ElementaryLoss usual)
        : base(name, title, usual) => Family = family;

    /// <summary>What kind of loss it is.</summary>
    public LossFamily Family { get; }
}
