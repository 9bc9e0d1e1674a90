using SegLab.Losses;

namespace SegLab.Boxes;

/// <summary>A loss of <see cref="BoxLossCatalog"/>.</summary>
public sealed record BoxLossEntry : CatalogEntry<BoxLoss>
{
    internal BoxLossEntry(string name, string title, BoxLoss usual)
        : base(name, title, usual)
    {
    }
}
