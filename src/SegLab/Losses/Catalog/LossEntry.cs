namespace SegLab.Losses;

/// <summary>A loss of the catalogue.</summary>
/// <param name="Name">Its name in the text form.</param>
/// <param name="Aliases">Other names that are read.</param>
/// <param name="Family">What kind of loss it is.</param>
/// <param name="Title">Its name in words.</param>
/// <param name="Formula">What it computes for a pixel or a class, in plain characters.</param>
/// <param name="UseWhen">When to choose it, in one line.</param>
/// <param name="Paper">Where it was published.</param>
/// <param name="Default">The loss with its defaults.</param>
/// <param name="Parameters">Its options.</param>
public sealed record LossEntry(
    string Name,
    IReadOnlyList<string> Aliases,
    LossFamily Family,
    string Title,
    string Formula,
    string UseWhen,
    string Paper,
    ElementaryLoss Default,
    IReadOnlyList<LossParameter> Parameters);
