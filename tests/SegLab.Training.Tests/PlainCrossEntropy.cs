using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using SegLab.Losses;

namespace SegLab.Training.Tests;

/// <summary>Mean softmax cross-entropy times a factor, in plain loops.</summary>
sealed record PlainCrossEntropy(string Text = "plain", double Factor = 1, int? Ignored = null) : SegmentationLoss
{
    /// <summary>The loss is not a number from this evaluation on.</summary>
    public int BreaksAt { get; init; } = int.MaxValue;

    readonly int[] evaluations = new int[1];

    public override double Evaluate(ReadOnlyTensorSpan<float> logits, SegmentationTarget target, TensorSpan<float> gradient = default)
    {
        if (++evaluations[0] >= BreaksAt) return double.NaN;
        int batch = (int)logits.Lengths[0], classes = (int)logits.Lengths[1], pixels = (int)(logits.Lengths[2] * logits.Lengths[3]);
        ReadOnlySpan<float> values = MemoryMarshal.CreateReadOnlySpan(in logits.GetPinnableReference(), (int)logits.FlattenedLength);
        Span<float> slopes = MemoryMarshal.CreateSpan(ref gradient.GetPinnableReference(), (int)gradient.FlattenedLength);
        ReadOnlySpan<int> labels = MemoryMarshal.CreateReadOnlySpan(in target.Ints.GetPinnableReference(), batch * pixels);
        int counted = 0;
        foreach (int label in labels) counted += label == Ignored ? 0 : 1;
        double sum = 0;
        var exponentials = new double[classes];
        for (int n = 0; n < batch; n++)
        {
            for (int i = 0; i < pixels; i++)
            {
                int label = labels[n * pixels + i], start = n * classes * pixels + i;
                double total = 0;
                for (int k = 0; k < classes; k++) total += exponentials[k] = Math.Exp(values[start + k * pixels]);
                if (label != Ignored) sum -= Math.Log(exponentials[label] / total);
                for (int k = 0; k < classes; k++)
                    slopes[start + k * pixels] = label == Ignored ? 0 : (float)(Factor * (exponentials[k] / total - (k == label ? 1 : 0)) / counted);
            }
        }

        return Factor * sum / counted;
    }

    public override SegmentationLoss WithIgnoreIndex(int label) => this with { Ignored = label };

    public override string ToString() => Text;
}
