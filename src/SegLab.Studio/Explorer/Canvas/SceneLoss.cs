using System.Numerics.Tensors;
using SegLab.Losses;
using SegLab.Training.Probes;

namespace SegLab.Studio.Explorer.Canvas;

/// <summary>A loss, its value for a scene, and its slope by the logit of each pixel.</summary>
sealed class SceneLoss
{
    readonly BinaryForm form;
    readonly float[] gradient;

    /// <summary>A loss that is not evaluated yet.</summary>
    /// <exception cref="ArgumentException">It has no single value, its weights change while training, or its parts take different inputs.</exception>
    public SceneLoss(string name, SegmentationLoss loss)
    {
        (Name, Loss) = (name, loss);
        IReadOnlyList<WeightedLoss> parts = WeightedSumLoss.PartsOf(loss);
        if (parts.Any(part => part.Loss.Reduction == Reduction.None)) throw new ArgumentException($"'{loss}' has reduction=none; it needs one value.");
        if (parts.Any(part => part.Factor.Shape != ScheduleShape.Constant)) throw new ArgumentException($"'{loss}' has weights that change while training.");
        form = BinaryForm.Of(loss);
        gradient = new float[form.Channels * Pixels];
    }

    const int Pixels = PaintedScene.Side * PaintedScene.Side;

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>The loss.</summary>
    public SegmentationLoss Loss { get; }

    /// <summary>The form that it takes predictions in.</summary>
    public Activation Form => form.Activation;

    /// <summary>Its value; NaN when it has none.</summary>
    public double Value { get; private set; } = double.NaN;

    /// <summary>Why it has no value; null when it has one.</summary>
    public string? Fault { get; private set; }

    /// <summary>d loss / d logit of each pixel, row by row; zeros when it has no value.</summary>
    public float[] Slopes { get; } = new float[Pixels];

    /// <summary>The largest of them, without sign.</summary>
    public float Steepest { get; private set; }

    /// <summary>Evaluates it.</summary>
    /// <param name="prediction">The probability of the foreground.</param>
    /// <param name="given">The prediction in the loss's form.</param>
    /// <param name="truth">1 where the foreground is.</param>
    public void Evaluate(ReadOnlySpan<float> prediction, float[] given, ReadOnlySpan<byte> truth)
    {
        ReadOnlySpan<nint> shape = [1, form.Channels, PaintedScene.Side, PaintedScene.Side], map = [1, PaintedScene.Side, PaintedScene.Side];
        try
        {
            Value = Loss.Evaluate(new ReadOnlyTensorSpan<float>(given, shape), new ReadOnlyTensorSpan<byte>(truth, map), new TensorSpan<float>(gradient, shape), threads: 1);
            Fault = null;
            ReadOnlySpan<float> background = form.Channels == 1 ? [] : gradient.AsSpan(0, Pixels), foreground = gradient.AsSpan((form.Channels - 1) * Pixels);
            for (int i = 0; i < Pixels; i++) Slopes[i] = form.SlopeByLogit(background.IsEmpty ? 0 : background[i], foreground[i], prediction[i]);
        }
        catch (Exception failure) when (failure is ArgumentException or InvalidOperationException)
        {
            (Value, Fault) = (double.NaN, failure.Message);
            Array.Clear(Slopes);
        }

        Steepest = Math.Abs(TensorPrimitives.MaxMagnitude<float>(Slopes));
    }
}
