namespace SegLab.Losses;

/// <summary>Makes schedules of the name and the numbers that the text form has.</summary>
static class ScheduleParser
{
    /// <summary>Whether a name is that of a schedule.</summary>
    public static bool IsSchedule(string name) => name is "linear" or "cosine" or "step";

    /// <exception cref="ArgumentException">The numbers are too few, too many or out of range.</exception>
    public static WeightSchedule Make(string name, IReadOnlyList<double> numbers) => (name, numbers) switch
    {
        ("linear", [var from, var to]) => WeightSchedule.Linear(from, to),
        ("linear", [var from, var to, var end]) => WeightSchedule.Linear(from, to, end),
        ("cosine", [var from, var to]) => WeightSchedule.Cosine(from, to),
        ("cosine", [var from, var to, var end]) => WeightSchedule.Cosine(from, to, end),
        ("step", [var from, var to, var at]) => WeightSchedule.Step(from, to, at),
        ("step", _) => throw new ArgumentException("step takes three numbers: from, to, and the share of the training at which it changes"),
        _ => throw new ArgumentException(
            $"{name} takes two or three numbers: from, to, and the share of the training after which the weight stays"),
    };
}
