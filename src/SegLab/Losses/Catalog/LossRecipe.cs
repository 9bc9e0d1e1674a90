namespace SegLab.Losses;

/// <summary>A name for a sum of losses that papers and libraries give one to. Where it is read, the sum takes its place.</summary>
/// <param name="Name">The name in the text form.</param>
/// <param name="Text">The sum that it is short for.</param>
/// <param name="Title">Its name in words.</param>
/// <param name="UseWhen">When to choose it, in one line.</param>
/// <param name="Paper">Where it was published.</param>
public sealed record LossRecipe(string Name, string Text, string Title, string UseWhen, string Paper);
