namespace SegLab.Tests.Boxes;

/// <summary>Boxes for tests.</summary>
static class BoxSamples
{
    /// <summary>Pairs at all distances: far off, touching half, nested, nearly equal; sides from 0.4 to 4.</summary>
    public static (double[] Predictions, double[] Targets) Pairs(int count, int seed)
    {
        var random = new Random(seed);
        double[] predictions = new double[4 * count], targets = new double[4 * count];
        for (int i = 0; i < count; i++)
        {
            double spread = new[] { 6, 2, 0.5, 0.1 }[i % 4], width = Side(), height = Side();
            Put(targets, i, 5 + 5 * random.NextDouble(), 5 + 5 * random.NextDouble(), width, height);
            double centerX = (targets[4 * i] + targets[4 * i + 2]) / 2, centerY = (targets[4 * i + 1] + targets[4 * i + 3]) / 2;
            if (i % 4 == 3) (width, height) = (width * (0.9 + 0.2 * random.NextDouble()), height * (0.9 + 0.2 * random.NextDouble()));
            else (width, height) = (Side(), Side());
            Put(predictions, i, centerX + spread * (2 * random.NextDouble() - 1), centerY + spread * (2 * random.NextDouble() - 1), width, height);
        }

        return (predictions, targets);

        double Side() => 0.4 * Math.Pow(10, random.NextDouble());
    }

    /// <summary>Boxes that are points, lines, equal, nested, touching, crossing and far off each other.</summary>
    public static IReadOnlyList<double[]> Special { get; } =
    [
        [0, 0, 4, 5], [0, 0, 4, 5], [1, 1, 3, 4], [2, 1, 2, 4], [1, 2, 4, 2], [2, 2, 2, 2], [0, 0, 0, 0], [0, 0, 4, 0], [0, 0, 0, 5], [4, 0, 8, 5], [4, 5, 6, 7],
        [0, 5, 4, 9], [-3, -3, -1, -2], [1e4, 1e4, 1.1e4, 1.2e4], [-2, 2, 6, 3], [1, -2, 2, 9], [0, 0, 2, 5], [0.5, 0, 3.5, 5],
    ];

    public static float[] Single(this double[] numbers) => [.. numbers.Select(number => (float)number)];

    static void Put(double[] boxes, int index, double centerX, double centerY, double width, double height)
    {
        boxes[4 * index] = centerX - width / 2;
        boxes[4 * index + 1] = centerY - height / 2;
        boxes[4 * index + 2] = centerX + width / 2;
        boxes[4 * index + 3] = centerY + height / 2;
    }
}
