namespace SegLab.Studio.Explorer.Boxes;

/// <summary>A loss that is shown on the board.</summary>
/// <param name="Colour">Index of its colour.</param>
/// <param name="Name">Its text form.</param>
/// <param name="Descent">The way of the predicted box under it.</param>
public sealed record BoxTrack(int Colour, string Name, BoxDescent Descent);
