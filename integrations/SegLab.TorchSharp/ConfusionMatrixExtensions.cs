using System.Numerics;
using SegLab.Metrics;
using SegLab.TorchSharp.Memory;
using TorchSharp;
using static TorchSharp.torch;

namespace SegLab.TorchSharp;

/// <summary>Counts tensors. Those on the CPU that lie in row-major order are read where they are, others are copied first.</summary>
public static unsafe class ConfusionMatrixExtensions
{
    /// <summary>Counts the pixels of label maps.</summary>
    /// <param name="matrix">The counts.</param>
    /// <param name="prediction">Predicted classes, integers of any shape.</param>
    /// <param name="truth">True classes, integers of the same shape.</param>
    /// <param name="ignoreLabel">Pixels with this true label are left out.</param>
    /// <exception cref="ArgumentException">The shapes differ, a tensor is not of integers, or a label that counts is not a class.</exception>
    public static void Add(this ConfusionMatrix matrix, Tensor prediction, Tensor truth, int? ignoreLabel = null)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        Check(prediction, truth);
        if (!prediction.shape.SequenceEqual(truth.shape))
            throw new ArgumentException($"The prediction has the shape [{string.Join(", ", prediction.shape)}] and the truth [{string.Join(", ", truth.shape)}].");
        using DisposeScope scope = NewDisposeScope();
        (Tensor predicted, Tensor known) = (Readable(prediction, "prediction"), Readable(truth, "truth"));
        switch (predicted.dtype)
        {
            case ScalarType.Byte: AddTo<byte>(); break;
            case ScalarType.Int16: AddTo<short>(); break;
            case ScalarType.Int32: AddTo<int>(); break;
            default: AddTo<long>(); break;
        }

        void AddTo<TPrediction>()
            where TPrediction : unmanaged, IBinaryInteger<TPrediction>
        {
            ReadOnlySpan<TPrediction> labels = SpanOf<TPrediction>(predicted);
            switch (known.dtype)
            {
                case ScalarType.Byte: matrix.Add(labels, SpanOf<byte>(known), ignoreLabel); break;
                case ScalarType.Int16: matrix.Add(labels, SpanOf<short>(known), ignoreLabel); break;
                case ScalarType.Int32: matrix.Add(labels, SpanOf<int>(known), ignoreLabel); break;
                default: matrix.Add(labels, SpanOf<long>(known), ignoreLabel); break;
            }
        }
    }

    /// <summary>Counts the pixels whose predicted class is that of the highest score.</summary>
    /// <param name="matrix">The counts.</param>
    /// <param name="scores">Logits or probabilities, <c>[N, classes, spatial...]</c>.</param>
    /// <param name="truth">True classes, integers <c>[N, spatial...]</c>.</param>
    /// <param name="ignoreLabel">Pixels with this true label are left out.</param>
    /// <exception cref="ArgumentException">Shapes or types do not fit, a score is NaN, or a true label that counts is not a class.</exception>
    public static void AddScores(this ConfusionMatrix matrix, Tensor scores, Tensor truth, int? ignoreLabel = null)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        Check(scores, truth);
        if (!is_floating_point(scores)) throw new ArgumentException($"Scores are real numbers, not {scores.dtype}.");
        long[] shape = scores.shape;
        if (shape.Length < 2 || shape[1] != matrix.Classes || !truth.shape.SequenceEqual([shape[0], .. shape[2..]]))
            throw new ArgumentException(
                $"{matrix.Classes} classes have scores of the shape [N, {matrix.Classes}, spatial...] and a truth of [N, spatial...], "
                + $"not [{string.Join(", ", shape)}] and [{string.Join(", ", truth.shape)}].");
        using DisposeScope scope = NewDisposeScope();
        using IDisposable untracked = no_grad();
        Tensor given = scores.to(ScalarType.Float32, CPU).contiguous(), known = Readable(truth, "truth");
        for (long image = 0; image < shape[0]; image++)
        {
            using Tensor map = known.select(0, image), planes = given.select(0, image);
            ReadOnlySpan<float> numbers = SpanOf<float>(planes);
            switch (map.dtype)
            {
                case ScalarType.Byte: matrix.AddScores(numbers, SpanOf<byte>(map), ignoreLabel); break;
                case ScalarType.Int16: matrix.AddScores(numbers, SpanOf<short>(map), ignoreLabel); break;
                case ScalarType.Int32: matrix.AddScores(numbers, SpanOf<int>(map), ignoreLabel); break;
                default: matrix.AddScores(numbers, SpanOf<long>(map), ignoreLabel); break;
            }
        }
    }

    static void Check(Tensor prediction, Tensor truth)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(truth);
    }

    /// <summary>The labels on the CPU, in row-major order, of a type that is counted.</summary>
    static Tensor Readable(Tensor labels, string what) => labels.dtype switch
    {
        ScalarType.Byte or ScalarType.Int16 or ScalarType.Int32 or ScalarType.Int64 => labels.cpu().contiguous(),
        ScalarType.Bool => labels.to(ScalarType.Byte, CPU).contiguous(),
        ScalarType.Int8 => labels.to(ScalarType.Int16, CPU).contiguous(),
        _ => throw new ArgumentException($"The {what} holds integer labels, not {labels.dtype}."),
    };

    static ReadOnlySpan<T> SpanOf<T>(Tensor tensor)
        where T : unmanaged => tensor.numel() == 0 ? [] : new(TensorMemory.Pointer<T>(tensor), checked((int)tensor.numel()));
}
