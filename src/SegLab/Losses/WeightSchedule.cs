using System.Globalization;

namespace SegLab.Losses;

/// <summary>How a weight changes while training goes on.</summary>
public enum ScheduleShape
{
    /// <summary>Not at all.</summary>
    Constant,

    /// <summary>Along a straight line.</summary>
    Linear,

    /// <summary>Along half a period of a cosine: slow, fast, slow (as learning rates do: Loshchilov and Hutter 2017, arXiv:1608.03983).</summary>
    Cosine,

    /// <summary>At once.</summary>
    Step,
}

/// <summary>
/// The weight of a loss in a sum, as a function of how much of the training is done. A number is a schedule that never changes. As text:
/// <c>linear(1, 0.01)</c>, <c>cosine(1, 0, 0.5)</c>, <c>step(0, 1, 0.5)</c>.
/// </summary>
public readonly record struct WeightSchedule
{
    readonly double from, to, turn;

    WeightSchedule(ScheduleShape shape, double from, double to, double turn) =>
        (Shape, this.from, this.to, this.turn) = (shape, from, to, turn);

    /// <summary>The same weight throughout.</summary>
    /// <exception cref="ArgumentException">The weight is not finite.</exception>
    public static implicit operator WeightSchedule(double weight) => new(ScheduleShape.Constant, Finite(weight), Finite(weight), 0);

    /// <summary>A straight line from one weight to another.</summary>
    /// <param name="from">The weight at the start.</param>
    /// <param name="to">The weight at <paramref name="end"/>, and from there on.</param>
    /// <param name="end">The share of the training after which the weight stays, above 0, to 1.</param>
    /// <exception cref="ArgumentException">A weight is not finite, or the end is out of range.</exception>
    public static WeightSchedule Linear(double from, double to, double end = 1) =>
        new(ScheduleShape.Linear, Finite(from), Finite(to), Share(end));

    /// <summary>Half a period of a cosine from one weight to another.</summary>
    /// <inheritdoc cref="Linear"/>
    public static WeightSchedule Cosine(double from, double to, double end = 1) =>
        new(ScheduleShape.Cosine, Finite(from), Finite(to), Share(end));

    /// <summary>One weight, and then another.</summary>
    /// <param name="from">The weight at the start.</param>
    /// <param name="to">The weight from <paramref name="at"/> on.</param>
    /// <param name="at">The share of the training at which the weight changes, above 0, to 1.</param>
    /// <exception cref="ArgumentException">A weight is not finite, or the share is out of range.</exception>
    public static WeightSchedule Step(double from, double to, double at) => new(ScheduleShape.Step, Finite(from), Finite(to), Share(at));

    /// <summary>How the weight changes.</summary>
    public ScheduleShape Shape { get; }

    /// <summary>The weight at some point of the training.</summary>
    /// <param name="progress">The share of the training that is done, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The progress is outside 0 to 1.</exception>
    public double At(double progress)
    {
        Require.Between(progress, 0, 1, nameof(progress));
        if (Shape == ScheduleShape.Constant || progress >= turn) return to;
        double share = progress / turn;
        return Shape switch
        {
            ScheduleShape.Linear => from + share * (to - from),
            ScheduleShape.Cosine => from + (1 - Math.Cos(Math.PI * share)) / 2 * (to - from),
            _ => from,
        };
    }

    /// <summary>The product of a schedule and a number.</summary>
    /// <exception cref="ArgumentException">Both are schedules, or the product is not finite.</exception>
    public static WeightSchedule operator *(WeightSchedule left, WeightSchedule right)
    {
        if (right.Shape == ScheduleShape.Constant) (left, right) = (right, left);
        if (left.Shape != ScheduleShape.Constant)
            throw new ArgumentException($"{left} and {right} do not multiply: a loss follows one schedule.");
        return new WeightSchedule(right.Shape, Finite(left.to * right.from), Finite(left.to * right.to), right.turn);
    }

    /// <summary>The text form, which the text form of losses has before a <c>*</c>.</summary>
    public override string ToString()
    {
        string weights = $"{Text(from)}, {Text(to)}";
        return Shape switch
        {
            ScheduleShape.Constant => Text(to),
            ScheduleShape.Step => $"step({weights}, {Text(turn)})",
            _ => $"{Shape.ToString().ToLowerInvariant()}({weights}{(turn == 1 ? "" : $", {Text(turn)}")})",
        };
    }

    static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    static double Finite(double weight) =>
        double.IsFinite(weight) ? weight + 0.0 : throw new ArgumentException($"The factor {weight} is not finite.");

    static double Share(double share) => share is > 0 and <= 1
        ? share
        : throw new ArgumentException($"A schedule ends at a share of the training above 0, to 1, not at {share}.");
}
