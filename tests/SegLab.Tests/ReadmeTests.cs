using System.Numerics.Tensors;
using SegLab.Boxes;
using SegLab.Losses;
using SegLab.Metrics;

namespace SegLab.Tests;

/// <summary>The example of the README, run.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void The_example_runs()
    {
        SegmentationLoss loss = 0.5 * new CrossEntropyLoss { IgnoreIndex = 255 } + new DiceLoss { Smooth = 1 };

        float[] logits = new float[2 * 3 * 64 * 64];        // [N, C, H, W]
        byte[] labels = new byte[2 * 64 * 64];              // [N, H, W]
        float[] gradient = new float[logits.Length];

        double value = loss.Evaluate(
            new ReadOnlyTensorSpan<float>(logits, [2, 3, 64, 64]),
            new ReadOnlyTensorSpan<byte>(labels, [2, 64, 64]),
            new TensorSpan<float>(gradient, [2, 3, 64, 64]));   // d value / d logits

        // Every class has probability 1/3 everywhere, and class 0 is everywhere true.
        double n = 64 * 64, dice = 1 - ((2 * n / 3 + 1) / (n / 3 + n + 1) + 2 / (n / 3 + 1)) / 3;
        Assert.Equal(0.5 * Math.Log(3) + dice, value, 1e-6);
        Assert.True(gradient[0] < 0);
    }

    [Fact]
    public void Box_losses_are_used_as_it_says()
    {
        float[] boxes = [0, 0, 1, 2, 4, 4, 6, 6], targets = [0, 0, 2, 2, 4, 4, 6, 6], slopes = new float[boxes.Length], scores = [0.4f, 0.9f];

        BoxLoss loss = new CompleteIoULoss { DetachAlpha = true };              // or BoxLoss.Parse("ciou")
        double value = loss.Evaluate(boxes, targets, slopes);                   // d value / d boxes
        int[] kept = new NonMaximumSuppression { Threshold = 0.5 }.Select(boxes, scores);

        double v = 4 / (Math.PI * Math.PI) * Math.Pow(Math.PI / 4 - Math.Atan2(1, 2), 2);
        Assert.Equal((0.5 + 0.25 / 8 + v * v / (0.5 + v)) / 2, value, 1e-7);
        Assert.True(slopes[2] < 0);
        Assert.Equal([1, 0], kept);
    }

    [Fact]
    public void The_metrics_are_used_as_it_says()
    {
        byte[] prediction = [3, 3, 1, 0], truth = [3, 1, 1, 255];
        var matrix = new ConfusionMatrix(classes: 19);
        matrix.Add<byte, byte>(prediction, truth, ignoreLabel: 255);                // bytes, shorts or ints; or AddScores for logits, argmax included
        Assert.Equal((0.5, 0.4, 2.0 / 3), (matrix.MeanIoU, matrix.CohenKappa, matrix[3].Dice));
    }
}
