using System.Numerics;
using System.Numerics.Tensors;
using SegLab.Metrics;

namespace SegLab.Native;

/// <summary>Knows the predicted labels, and looks at the true ones next.</summary>
readonly unsafe struct ByPrediction(ConfusionMatrix matrix, NativeTensor* truth, int? ignoreLabel) : ILabelVisitor
{
    public void Visit<T>(ReadOnlySpan<T> labels, ReadOnlySpan<nint> shape)
        where T : unmanaged, IBinaryInteger<T> =>
        LabelMaps.Visit(truth, "labels of the truth", new PredictionAgainst<T>(matrix, labels, shape, ignoreLabel));
}

/// <summary>Counts predicted against true labels.</summary>
readonly ref struct PredictionAgainst<TPrediction>(
    ConfusionMatrix matrix, ReadOnlySpan<TPrediction> prediction, ReadOnlySpan<nint> predictionShape, int? ignoreLabel) : ILabelVisitor
    where TPrediction : unmanaged, IBinaryInteger<TPrediction>
{
    readonly ReadOnlySpan<TPrediction> prediction = prediction;
    readonly ReadOnlySpan<nint> predictionShape = predictionShape;

    public void Visit<T>(ReadOnlySpan<T> labels, ReadOnlySpan<nint> shape)
        where T : unmanaged, IBinaryInteger<T>
    {
        LabelMaps.CheckShapes(predictionShape, shape);
        matrix.Add(prediction, labels, ignoreLabel);
    }
}

/// <summary>Counts the class with the highest score, <c>[N, classes, spatial...]</c>, against the true labels, image by image.</summary>
readonly unsafe struct ScoresAgainst(ConfusionMatrix matrix, NativeTensor* scores, int? ignoreLabel) : ILabelVisitor
{
    public void Visit<T>(ReadOnlySpan<T> labels, ReadOnlySpan<nint> shape)
        where T : unmanaged, IBinaryInteger<T>
    {
        ReadOnlyTensorSpan<float> tensor = NativeTensor.Read<float>(scores, "scores");
        if (tensor.Rank != shape.Length + 1 || tensor.Lengths[0] != shape[0] || tensor.Lengths[1] != matrix.Classes || !tensor.Lengths[2..].SequenceEqual(shape[1..]))
        {
            throw new BorderException(
                Status.BadArgument,
                $"The scores have the shape {NativeTensor.Text(tensor.Lengths)}; {matrix.Classes} classes and a truth of " +
                $"{NativeTensor.Text(shape)} ask for [N, {matrix.Classes}, spatial...].");
        }

        using var dense = new DenseElements<float>(tensor);
        int images = (int)shape[0], pixels = labels.Length / images, values = dense.Span.Length / images;
        for (int image = 0; image < images; image++)
            matrix.AddScores(dense.Span.Slice(image * values, values), labels.Slice(image * pixels, pixels), ignoreLabel);
    }
}

/// <summary>Counts what the probability of class 1 says against the true labels.</summary>
readonly unsafe struct ProbabilitiesAgainst(ConfusionMatrix matrix, NativeTensor* probabilities, float threshold, int? ignoreLabel) : ILabelVisitor
{
    public void Visit<T>(ReadOnlySpan<T> labels, ReadOnlySpan<nint> shape)
        where T : unmanaged, IBinaryInteger<T>
    {
        ReadOnlyTensorSpan<float> tensor = NativeTensor.Read<float>(probabilities, "probabilities");
        LabelMaps.CheckShapes(tensor.Lengths, shape, "probabilities");
        using var dense = new DenseElements<float>(tensor);
        matrix.AddProbabilities(dense.Span, labels, threshold, ignoreLabel);
    }
}
