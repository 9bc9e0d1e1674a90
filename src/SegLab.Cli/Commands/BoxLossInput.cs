using SegLab.Boxes;
using SegLab.Imaging.Npy;
using SegLab.Losses;

namespace SegLab.Cli.Commands;

/// <summary>The arrays that a box loss is evaluated on, checked against each other.</summary>
sealed class BoxLossInput
{
    readonly double[] predictions, targets, weights = [];
    readonly BoxFormat format;

    /// <summary>Checks and converts them.</summary>
    /// <exception cref="InvalidDataException">They do not go together; the message names the file, its shape and what was expected.</exception>
    public BoxLossInput(NpyArray prediction, NpyArray target, NpyArray? weights, BoxFormat format)
    {
        this.format = format;
        Arrays = [("prediction", prediction), ("target", target)];
        if (prediction.Shape is not [_, 4]) throw Misfit(prediction, "boxes have the shape [N, 4]");
        if (!target.Shape.SequenceEqual(prediction.Shape))
            throw Misfit(target, $"predictions of {ArrayFile.ShapeText(prediction.Shape)} ask for as many targets");
        Count = (int)prediction.Shape[0];
        predictions = prediction.ToArray<double>();
        targets = target.ToArray<double>();
        if (weights is null) return;
        if (weights.Shape is not [var boxes] || boxes != Count) throw Misfit(weights, $"predictions of {ArrayFile.ShapeText(prediction.Shape)} ask for [{Count}]");
        this.weights = weights.ToArray<double>();
        Arrays.Add(("weights", weights));
    }

    /// <summary>What there is, and what each array is for.</summary>
    public List<(string Role, NpyArray Array)> Arrays { get; }

    /// <summary>The number of boxes.</summary>
    public int Count { get; }

    /// <summary>Evaluates a loss: the value of each box and the gradient where there is room for them.</summary>
    /// <returns>The value; null for a loss that does not reduce its values.</returns>
    /// <exception cref="InvalidDataException">A box is none, or a weight is negative; the message names the files and the box.</exception>
    public double? Evaluate(BoxLoss loss, double[]? values, double[]? gradient)
    {
        try
        {
            bool reduces = loss.Reduction != Reduction.None;
            if (values is not null) loss.EvaluateEach(predictions, targets, values, reduces ? default : gradient, format, weights);
            return reduces ? loss.Evaluate(predictions, targets, gradient, format, weights) : null;
        }
        catch (ArgumentException wrong)
        {
            throw new InvalidDataException($"{string.Join(", ", Arrays.Select(array => array.Array.Name))}: {wrong.Message}", wrong);
        }
    }

    static InvalidDataException Misfit(NpyArray array, string expected) =>
        new($"{array.Name} holds {ArrayFile.TypeText(array)} of shape {ArrayFile.ShapeText(array.Shape)}: {expected}.");
}
