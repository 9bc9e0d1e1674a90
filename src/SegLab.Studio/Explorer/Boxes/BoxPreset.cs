namespace SegLab.Studio.Explorer.Boxes;

/// <summary>Two boxes to start from.</summary>
/// <param name="Name">How they lie.</param>
/// <param name="Scene">The boxes.</param>
sealed record BoxPreset(string Name, BoxScene Scene)
{
    /// <summary>All of them; the first is what the page opens with.</summary>
    public static IReadOnlyList<BoxPreset> All { get; } =
    [
        // Multiples of an eighth are exact by center and size too, so that sides that shall meet do.
        new("Overlapping", new(new(3, 1.25, 4.5, 2.25), new(2, 1.75, 3.5, 3.25))),
        new("Nested", new(new(2.25, 1, 4.25, 3), new(2.75, 1.25, 3.5, 2))),
        new("Touching", new(new(3.25, 1.25, 4.5, 2.25), new(2, 1.75, 3.25, 2.75))),
        new("Distant", new(new(4.25, 0.5, 5.5, 1.5), new(1, 2.5, 1.75, 3.5))),
        new("Tall against wide", new(new(2.25, 1.75, 4.25, 2.25), new(3, 1, 3.5, 3))),
        new("Identical", new(new(2.5, 1.5, 4, 2.5), new(2.5, 1.5, 4, 2.5))),
    ];
}
