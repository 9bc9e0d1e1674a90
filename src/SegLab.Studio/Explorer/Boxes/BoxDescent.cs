using SegLab.Boxes;

namespace SegLab.Studio.Explorer.Boxes;

/// <summary>A box on its way down a loss.</summary>
public sealed class BoxDescent
{
    const double Farthest = 1e6;

    BoxDescent(IReadOnlyList<BoxStep> steps, string? fault) => (Steps, Fault) = (steps, fault);

    /// <summary>The box before the first step and after each: <see cref="DescentSettings.Steps"/> + 1 of them, fewer where it could not go on.</summary>
    public IReadOnlyList<BoxStep> Steps { get; }

    /// <summary>Why it could not go on; null where it did.</summary>
    public string? Fault { get; }

    /// <summary>The box after some steps; where it has stopped, if it has.</summary>
    public BoxStep At(int step) => Steps[Math.Clamp(step, 0, Steps.Count - 1)];

    /// <summary>Lets a box descend.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="start">The predicted box moves; the target stays.</param>
    /// <param name="settings">How.</param>
    public static BoxDescent Of(BoxLoss loss, BoxScene start, DescentSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        List<BoxStep> steps = [new(start, BoxGradient.Of(loss, start, settings.Format))];
        while (steps.Count <= DescentSettings.Steps)
        {
            (BoxScene scene, BoxGradient gradient) = steps[^1];
            BoxSides moved = scene.Predicted.Moved(gradient.Descent, settings.Rate(steps.Count, scene.IoU));
            if (FaultOf(moved) is { } fault) return new BoxDescent(steps, fault);
            BoxScene next = scene with { Predicted = moved };
            steps.Add(new(next, BoxGradient.Of(loss, next, settings.Format)));
        }

        return new BoxDescent(steps, null);
    }

    static string? FaultOf(BoxSides box) => box switch
    {
        { IsFinite: false } => "the next step is not finite",
        { Width: < 0 } or { Height: < 0 } => "the next step would turn the box inside out",
        _ => Math.Abs(box.Left) + Math.Abs(box.Top) + Math.Abs(box.Right) + Math.Abs(box.Bottom) > Farthest ? "the box has gone too far" : null,
    };
}

/// <summary>A box on its way.</summary>
/// <param name="Scene">Where it is.</param>
/// <param name="Gradient">Its loss there, and the way on.</param>
public readonly record struct BoxStep(BoxScene Scene, BoxGradient Gradient);
