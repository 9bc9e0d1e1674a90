namespace SegLab.Native;

/// <summary>The boxes that a loss is evaluated on, and the room for its results, in row-major order.</summary>
/// <typeparam name="T">Float or double.</typeparam>
readonly unsafe ref struct BoxArrays<T>
    where T : unmanaged
{
    readonly DenseElements<T> predictions, targets, weights;
    readonly DenseResults<T> values, gradient;

    /// <param name="predictions">Boxes, <c>[N, 4]</c>.</param>
    /// <param name="targets">Boxes, <c>[N, 4]</c>.</param>
    /// <param name="weights">Numbers, <c>[N]</c>, or null.</param>
    /// <param name="gradient">Room for <c>[N, 4]</c>, or null.</param>
    /// <param name="values">Room for <c>[N]</c>, or null.</param>
    /// <exception cref="BorderException">A tensor does not fit.</exception>
    public BoxArrays(NativeTensor* predictions, NativeTensor* targets, NativeTensor* weights, NativeTensor* gradient, NativeTensor* values)
    {
        // All is checked before memory is taken that would have to be given back.
        var p = BoxTensors.Read<T>(predictions, "predictions");
        var t = BoxTensors.Read<T>(targets, "targets");
        var w = weights == null ? default : BoxTensors.ReadEach<T>(weights, predictions, "weights");
        var g = gradient == null ? default : BoxTensors.Write<T>(gradient, "elements of the gradient");
        var v = values == null ? default : BoxTensors.WriteEach<T>(values, predictions, "values");
        this.predictions = new(p);
        this.targets = new(t);
        this.weights = new(w);
        this.gradient = new(g);
        this.values = new(v);
    }

    public ReadOnlySpan<T> Predictions => predictions.Span;

    public ReadOnlySpan<T> Targets => targets.Span;

    public ReadOnlySpan<T> Weights => weights.Span;

    public Span<T> Gradient => gradient.Span;

    public Span<T> Values => values.Span;

    /// <summary>Copies the results to where they belong.</summary>
    public void Complete()
    {
        gradient.Complete();
        values.Complete();
    }

    public void Dispose()
    {
        predictions.Dispose();
        targets.Dispose();
        weights.Dispose();
        gradient.Dispose();
        values.Dispose();
    }
}
