namespace SegLab.Training.Studies;

/// <summary>The parameters of a study as they were set.</summary>
public sealed class StudyArguments
{
    readonly Dictionary<StudyParameter, double> given;

    /// <summary>All defaults, but for those that are given.</summary>
    /// <exception cref="ArgumentException">A value is outside its range, or no whole number where one is needed; the message names it.</exception>
    public StudyArguments(params IEnumerable<(StudyParameter Parameter, double Value)> given)
    {
        ArgumentNullException.ThrowIfNull(given);
        this.given = given.ToDictionary(pair => pair.Parameter, pair => pair.Value);
        foreach ((StudyParameter parameter, double value) in this.given)
        {
            if (!(value >= parameter.Least && value <= parameter.Greatest) || (parameter.IsWhole && value != Math.Floor(value)))
                throw new ArgumentException(FormattableString.Invariant(
                    $"{parameter.Name} is {(parameter.IsWhole ? "a whole number " : "")}from {parameter.Least} to {parameter.Greatest}, not {value}."));
        }
    }

    /// <summary>The value of a parameter.</summary>
    public double this[StudyParameter parameter] => given.TryGetValue(parameter, out double value) ? value : parameter.Default;

    /// <summary>The value of a parameter that is a whole number.</summary>
    public int Whole(StudyParameter parameter) => (int)this[parameter];
}
