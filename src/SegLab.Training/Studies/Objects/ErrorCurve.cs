namespace SegLab.Training.Studies.Objects;

/// <summary>A loss over growing errors, in equal steps from none to as many as the object has pixels, and how the curve behaves.</summary>
/// <param name="Kind">What grows.</param>
/// <param name="Values">The loss of each step, the first without errors.</param>
sealed record ErrorCurve(ErrorKind Kind, IReadOnlyList<double> Values)
{
    /// <summary>A curve whose last third moves by less than this share of its range saturates.</summary>
    public const double FlatShare = 0.05;

    /// <summary>A step of more than this share of the range is a jump.</summary>
    public const double JumpShare = 0.25;

    // Logits are single precision: what is below this share of the range, or of the value (of 1 for smaller ones), may be rounding.
    const double StepNoise = 1e-4, ValueNoise = 1e-6;

    /// <summary>The loss of the last step less that of the first.</summary>
    public double Rise => Values[^1] - Values[0];

    /// <summary>The greatest value less the least.</summary>
    public double Range { get; } = Values.Max() - Values.Min();

    /// <summary>Whether the loss does not see the errors.</summary>
    public bool IsFlat => Range <= ValueNoise * Math.Max(1, Values.Max(Math.Abs));

    /// <summary>Whether no step goes down.</summary>
    public bool Rises => !IsFlat && Steps.All(step => step >= -StepNoise * Range);

    /// <summary>Whether no step goes up.</summary>
    public bool Falls => !IsFlat && Steps.All(step => step <= StepNoise * Range);

    /// <summary>How far the last third of the steps moves, as a share of the range.</summary>
    public double LateShare
    {
        get
        {
            double[] late = [.. Values.Skip(Values.Count - 1 - (Values.Count - 1) / 3)];
            return IsFlat ? 0 : (late.Max() - late.Min()) / Range;
        }
    }

    /// <summary>The largest step, up or down, as a share of the range.</summary>
    public double LargestStep => IsFlat ? 0 : Steps.Max(Math.Abs) / Range;

    /// <summary>Whether it no longer moves in its last third.</summary>
    public bool Saturates => !IsFlat && LateShare < FlatShare;

    /// <summary>Whether a single step makes much of the range.</summary>
    public bool Jumps => LargestStep > JumpShare;

    /// <summary>Its behaviour in words.</summary>
    public string Behaviour
    {
        get
        {
            string direction = IsFlat ? "flat" : Rises ? "rises" : Falls ? "falls" : "turns";
            return direction + (Saturates ? ", saturates" : "") + (Jumps ? ", jumps" : "");
        }
    }

    IEnumerable<double> Steps => Values.Zip(Values.Skip(1), (before, after) => after - before);
}
