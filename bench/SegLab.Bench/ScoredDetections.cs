using SegLab.Boxes;

namespace SegLab.Bench;

/// <summary>Boxes with scores, as a detector puts out: at random places, or a hundred around each of some places.</summary>
sealed class ScoredDetections
{
    readonly float[] boxes, scores, keptScores;
    readonly int[] classes, kept;
    float[] matrix = [];

    public ScoredDetections(int count, int classCount, bool clustered)
    {
        var random = new Random(2);
        (boxes, scores, keptScores, kept) = (new float[4 * count], new float[count], new float[count], new int[count]);
        for (int i = 0; i < count; i++)
        {
            float x, y, width, height;
            if (clustered)
            {
                var place = new Random(i / 100);
                (x, y, width, height) = (1000 * place.NextSingle(), 1000 * place.NextSingle(), 30 + 60 * place.NextSingle(), 30 + 60 * place.NextSingle());
                (x, y) = (x + 12 * random.NextSingle(), y + 12 * random.NextSingle());
                (width, height) = (width * (0.8f + 0.4f * random.NextSingle()), height * (0.8f + 0.4f * random.NextSingle()));
            }
            else
            {
                (x, y, width, height) = (1000 * random.NextSingle(), 1000 * random.NextSingle(), 10 + 90 * random.NextSingle(), 10 + 90 * random.NextSingle());
            }

            (boxes[4 * i], boxes[4 * i + 1], boxes[4 * i + 2], boxes[4 * i + 3]) = (x, y, x + width, y + height);
            scores[i] = random.NextSingle();
        }

        classes = [.. Enumerable.Range(0, count).Select(i => i % classCount)];
    }

    /// <summary>How many boxes stay.</summary>
    public double Select(NonMaximumSuppression suppression, bool byClass) =>
        suppression.SelectInto(kept, keptScores, boxes, scores, byClass ? classes : default(ReadOnlySpan<int>));

    /// <summary>The sum of the first row of the similarities of the first boxes with all.</summary>
    public double Matrix(BoxOverlap overlap, int rows, int threads)
    {
        if (matrix.Length != rows * scores.Length) matrix = new float[rows * scores.Length];
        overlap.Evaluate(boxes.AsSpan(0, 4 * rows), boxes, matrix, threads: threads);
        return System.Numerics.Tensors.TensorPrimitives.Sum<float>(matrix.AsSpan(0, scores.Length));
    }

    /// <summary>Has PyTorch read the same numbers.</summary>
    public void Send(TorchProcess torch) => torch.AskWithFiles($"scored\t{scores.Length}", boxes, scores);
}
