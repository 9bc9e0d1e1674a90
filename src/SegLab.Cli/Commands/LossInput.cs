using System.Numerics.Tensors;
using SegLab.Imaging.Npy;
using SegLab.Losses;

namespace SegLab.Cli.Commands;

/// <summary>The arrays that a loss is evaluated on, checked against each other.</summary>
sealed class LossInput
{
    readonly NpyArray logits, target;
    readonly float[] logitValues;
    readonly float[]? soft, weightValues;
    readonly long[]? labels;
    readonly int[]? instanceNumbers;

    /// <summary>Checks and converts them.</summary>
    /// <exception cref="InvalidDataException">
    /// They do not go together; the message names the file, its shape and what was expected.
    /// </exception>
    public LossInput(NpyArray logits, NpyArray target, NpyArray? weights, NpyArray? instances)
    {
        (this.logits, this.target) = (logits, target);
        if (!IsFloating(logits)) throw Misfit(logits, "logits are float16, float32 or float64");
        if (logits.Shape.Length < 3) throw Misfit(logits, "logits have the shape [N, C, spatial...], three extents or more");
        if (logits.Count == 0) throw Misfit(logits, "there is nothing in it");
        logitValues = logits.ToArray<float>();

        if (target.Shape.SequenceEqual(logits.Shape)) soft = target.ToArray<float>();
        else if (target.Shape.SequenceEqual(MapShape) && IsFloating(target))
            throw Misfit(target, $"a map of labels has an integer type, and a soft target the shape of the logits, {Text(logits.Shape)}");
        else if (target.Shape.SequenceEqual(MapShape)) labels = target.ToArray<long>();
        else
            throw Misfit(target, $"logits of {Text(Shape)} ask for labels of {Text(MapShape)} or a soft target of {Text(Shape)}");

        Arrays = [("logits", logits), ("target", target)];
        if (weights is not null) Arrays.Add(("weights", weights));
        if (instances is not null) Arrays.Add(("instances", instances));
        if (weights is not null) weightValues = Map(weights).ToArray<float>();
        if (instances is not null) instanceNumbers = Map(instances).ToArray<int>();
    }

    /// <summary>What there is, and what each array is for.</summary>
    public List<(string Role, NpyArray Array)> Arrays { get; }

    /// <summary>The number of logits.</summary>
    public int Count => logits.Count;

    /// <summary>The extents of the logits.</summary>
    public ReadOnlySpan<nint> Shape => logits.Shape;

    /// <summary>The extents of a map with one number for each pixel.</summary>
    nint[] MapShape => [logits.Shape[0], .. logits.Shape[2..]];

    /// <summary>Evaluates a loss, and its gradient where there is room for it.</summary>
    public double Evaluate(SegmentationLoss loss, float[]? gradient, int threads) =>
        loss.Evaluate(new ReadOnlyTensorSpan<float>(logitValues, Shape), Target(), RoomFor(gradient), threads);

    /// <summary>Evaluates a loss that does not reduce its values.</summary>
    public void EvaluateMap(SegmentationLoss loss, float[] values, float[]? gradient, int threads) =>
        loss.EvaluateMap(new ReadOnlyTensorSpan<float>(logitValues, Shape), Target(), new TensorSpan<float>(values), RoomFor(gradient),
            threads);

    /// <summary>The files, for messages about what is in them.</summary>
    public string Files => $"{logits.Name}, {target.Name}";

    /// <summary>Room for the values of a loss that does not reduce them, and its shape.</summary>
    public (float[] Numbers, nint[] Shape) RoomForValues(SegmentationLoss loss)
    {
        nint[] extents = Shape.ToArray();
        (nint count, string shape) = WeightedSumLoss.PartsOf(loss)[0].Loss.ValuesOf((int)extents[0], (int)extents[1],
            Count / extents[0] / extents[1]);
        nint classes = shape.StartsWith("[N", StringComparison.Ordinal) ? count / extents[0] : count;
        IEnumerable<nint> lengths = shape.Trim('[', ']').Split(", ").SelectMany(extent => extent switch
        {
            "N" => [extents[0]],
            "C" => [extents[1]],
            "spatial..." => extents[2..],
            _ => (nint[])[classes],
        });
        return (new float[count], [.. lengths]);
    }

    TensorSpan<float> RoomFor(float[]? gradient) => gradient is null ? default : new TensorSpan<float>(gradient, Shape);

    SegmentationTarget Target()
    {
        nint[] map = MapShape;
        ReadOnlyTensorSpan<float> weights = weightValues is null ? default : new(weightValues, map);
        ReadOnlyTensorSpan<int> instances = instanceNumbers is null ? default : new(instanceNumbers, map);
        return soft is null
            ? new SegmentationTarget(new ReadOnlyTensorSpan<long>(labels, map)) { PixelWeights = weights, Instances = instances }
            : new SegmentationTarget(new ReadOnlyTensorSpan<float>(soft, Shape)) { PixelWeights = weights, Instances = instances };
    }

    NpyArray Map(NpyArray array) => array.Shape.SequenceEqual(MapShape)
        ? array
        : throw Misfit(array, $"logits of {Text(logits.Shape)} ask for {Text(MapShape)}");

    static bool IsFloating(NpyArray array) =>
        array.ElementType is NpyElementType.Float16 or NpyElementType.Float32 or NpyElementType.Float64;

    static InvalidDataException Misfit(NpyArray array, string expected) =>
        new($"{array.Name} holds {ArrayFile.TypeText(array)} of shape {Text(array.Shape)}: {expected}.");

    static string Text(ReadOnlySpan<nint> shape) => ArrayFile.ShapeText(shape);
}
