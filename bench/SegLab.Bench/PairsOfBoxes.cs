using SegLab.Boxes;

namespace SegLab.Bench;

/// <summary>Predicted boxes at all distances from their targets, in units of about a box.</summary>
sealed class PairsOfBoxes
{
    readonly float[] predictions, targets, gradient;
    readonly double[] doublePredictions, doubleTargets, doubleGradient;

    public PairsOfBoxes(int count)
    {
        var random = new Random(1);
        (predictions, targets, gradient) = (new float[4 * count], new float[4 * count], new float[4 * count]);
        for (int i = 0; i < count; i++)
        {
            float x = 10 * random.NextSingle(), y = 10 * random.NextSingle();
            Put(targets, i, x, y);
            Put(predictions, i, x + 3 * random.NextSingle() - 1.5f, y + 3 * random.NextSingle() - 1.5f);
        }

        doublePredictions = [.. predictions.Select(number => (double)number)];
        doubleTargets = [.. targets.Select(number => (double)number)];
        doubleGradient = new double[4 * count];

        void Put(float[] boxes, int i, float x, float y)
        {
            (boxes[4 * i], boxes[4 * i + 1]) = (x, y);
            (boxes[4 * i + 2], boxes[4 * i + 3]) = (x + 0.2f + 4 * random.NextSingle(), y + 0.2f + 4 * random.NextSingle());
        }
    }

    /// <summary>Value and gradient.</summary>
    public double Evaluate(BoxLoss loss, int threads) => loss.Evaluate(predictions, targets, gradient, threads: threads);

    public double EvaluateDouble(BoxLoss loss, int threads) => loss.Evaluate(doublePredictions, doubleTargets, doubleGradient, threads: threads);

    /// <summary>Has PyTorch read the same numbers.</summary>
    public void Send(TorchProcess torch) => torch.AskWithFiles($"pairs\t{predictions.Length / 4}", predictions, targets);
}
