namespace SegLab.Training.Studies;

/// <summary>A number that can be set in a study.</summary>
/// <param name="Name">Its name as an option, without dashes.</param>
/// <param name="Description">What it does, in one line.</param>
/// <param name="Default">Its value where none is given.</param>
/// <param name="Least">The least it may be.</param>
/// <param name="Greatest">The greatest it may be.</param>
public sealed record StudyParameter(string Name, string Description, double Default, double Least, double Greatest)
{
    /// <summary>The seed of all that is random in a study.</summary>
    public static StudyParameter Seed { get; } = new("seed", "Seed of all that is random", 1, 0, int.MaxValue) { IsWhole = true };

    /// <summary>Whether it is a whole number.</summary>
    public bool IsWhole { get; init; }
}
