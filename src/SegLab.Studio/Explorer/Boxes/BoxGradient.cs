using System.Numerics.Tensors;
using SegLab.Boxes;

namespace SegLab.Studio.Explorer.Boxes;

/// <summary>A loss of a predicted box, and the way down.</summary>
/// <param name="Value">The loss.</param>
/// <param name="Length">The Euclidean length of its gradient by the four numbers of the format.</param>
/// <param name="Descent">How far each side moves when these numbers move against the gradient at a rate of 1.</param>
public readonly record struct BoxGradient(double Value, double Length, BoxSides Descent)
{
    /// <summary>Evaluates a loss.</summary>
    /// <param name="loss">The loss; its reduction does not matter.</param>
    /// <param name="scene">The boxes.</param>
    /// <param name="format">The numbers that the gradient is taken by. Losses of single numbers also compare these.</param>
    public static BoxGradient Of(BoxLoss loss, BoxScene scene, BoxFormat format)
    {
        ArgumentNullException.ThrowIfNull(loss);
        Span<double> predicted = stackalloc double[4], target = stackalloc double[4], gradient = stackalloc double[4], value = stackalloc double[1];
        scene.Predicted.Write(predicted, format);
        scene.Target.Write(target, format);
        loss.EvaluateEach(predicted, target, value, gradient, format, threads: 1);
        return new BoxGradient(value[0], TensorPrimitives.Norm<double>(gradient), DescentOf(gradient, format));
    }

    static BoxSides DescentOf(ReadOnlySpan<double> gradient, BoxFormat format)
    {
        (double first, double second, double third, double fourth) = (-gradient[0], -gradient[1], -gradient[2], -gradient[3]);
        return format switch
        {
            BoxFormat.Corners => new(first, second, third, fourth),
            BoxFormat.LeftTopSize => new(first, second, first + third, second + fourth),
            _ => new(first - third / 2, second - fourth / 2, first + third / 2, second + fourth / 2),
        };
    }
}
