using System.Numerics;
using SegLab.Metrics;

namespace SegLab.Tests.Metrics;

/// <summary>Cases computed by hand, counts by the definition, and what holds for every confusion matrix.</summary>
[Trait("Category", "Numeric")]
public sealed class ConfusionMatrixTests
{
    static readonly byte[] truthLabels = [0, 0, 0, 0, 1, 1, 2, 255];
    static readonly byte[] predictedLabels = [0, 0, 0, 1, 1, 2, 2, 0];

    [Fact]
    public void A_case_by_hand()
    {
        ConfusionMatrix matrix = Matrix(4, predictedLabels, truthLabels);
        Assert.Equal(7, matrix.Total);
        Assert.Equal(3, matrix[0, 0]);
        Assert.Equal(1, matrix[0, 1]);
        Assert.Equal(1, matrix[1, 2]);
        Assert.Equal(new ClassCounts(3, 0, 1, 3), matrix[0]);
        Assert.Equal(5 / 7.0, matrix.PixelAccuracy, 1e-12);
        Assert.Equal(3 / 4.0, matrix.IoU(0), 1e-12);
        Assert.Equal(1 / 3.0, matrix.IoU(1), 1e-12);
        Assert.Equal(1 / 2.0, matrix.IoU(2), 1e-12);
        Assert.True(double.IsNaN(matrix.IoU(3)));
        Assert.Equal((3 / 4.0 + 1 / 3.0 + 1 / 2.0) / 3, matrix.MeanIoU, 1e-12);
        Assert.Equal((3 / 4.0 + 1 / 2.0 + 1) / 3, matrix.MeanAccuracy, 1e-12);
        Assert.Equal((4 * 0.75 + 2 / 3.0 + 0.5) / 7, matrix.FrequencyWeightedIoU, 1e-12);
    }

    [Theory]
    [MemberData(nameof(Maps))]
    public void Every_type_of_labels_is_counted_as_the_definition_says(int classes, int run, int? ignored)
    {
        (int[] prediction, int[] truth) = Random(classes, run, ignored);
        long[,] expected = new long[classes, classes + 1];
        for (int i = 0; i < truth.Length; i++)
            if (truth[i] != ignored) expected[truth[i], Math.Min(prediction[i], classes)]++;

        Check<byte, byte>();
        Check<ushort, ushort>();
        Check<short, short>();
        Check<int, int>();
        Check<uint, uint>();
        Check<long, long>();
        Check<byte, int>();
        Check<int, byte>();
        Check<ulong, short>();

        void Check<TPrediction, TTruth>()
            where TPrediction : unmanaged, IBinaryInteger<TPrediction>
            where TTruth : unmanaged, IBinaryInteger<TTruth>
        {
            if (classes > 255 && (long.CreateTruncating(TPrediction.AllBitsSet) == 255 || long.CreateTruncating(TTruth.AllBitsSet) == 255)) return;
            var matrix = new ConfusionMatrix(classes);
            matrix.Add<TPrediction, TTruth>([.. prediction.Select(TPrediction.CreateTruncating)], [.. truth.Select(TTruth.CreateTruncating)], ignored);
            for (int t = 0; t < classes; t++)
            {
                for (int p = 0; p < classes; p++) Assert.Equal(expected[t, p], matrix[t, p]);
                Assert.Equal(expected[t, classes], matrix.Unassigned[t]);
            }
        }
    }

    public static TheoryData<int, int, int?> Maps()
    {
        var maps = new TheoryData<int, int, int?>();
        foreach (int classes in new[] { 1, 2, 3, 19, 32, 44, 45, 254, 255, 300 })
            foreach (int run in new[] { 1, 5, 90, 1000 })
                foreach (int? ignored in new int?[] { null, 255, 0 })
                    if (ignored != 255 || classes <= 255) maps.Add(classes, run, ignored);
        return maps;
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(40)]
    public void Scores_count_as_the_label_map_of_their_first_maximum_does(int classes)
    {
        var random = new Random(2);
        const int Pixels = 2500;
        float[] scores = [.. Enumerable.Range(0, classes * Pixels).Select(_ => (float)random.Next(10))];
        int[] truth = [.. Enumerable.Range(0, Pixels).Select(_ => random.Next(classes))];
        int[] labels = [.. Enumerable.Range(0, Pixels).Select(i => Enumerable.Range(0, classes).MaxBy(label => scores[label * Pixels + i]))];
        ConfusionMatrix expected = new(classes), actual = new(classes);
        expected.Add<int, int>(labels, truth, ignoreLabel: 1);
        actual.AddScores<int>(scores, truth, ignoreLabel: 1);
        Assert.Equal(expected.Counts.ToArray(), actual.Counts.ToArray());
        scores[classes * Pixels - 3] = float.NaN;
        Assert.Contains($"pixel {Pixels - 3}", Assert.Throws<ArgumentException>(() => actual.AddScores<int>(scores, truth)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_probability_at_the_threshold_is_background()
    {
        var matrix = new ConfusionMatrix(2);
        matrix.AddProbabilities<byte>([0.5f, 0.6f, 0.4f, 1], [1, 1, 0, 0]);
        Assert.Equal(new ClassCounts(1, 1, 1, 1), matrix[1]);
        Assert.Throws<InvalidOperationException>(() => new ConfusionMatrix(3).AddProbabilities<byte>([0.5f], [1]));
        Assert.Throws<ArgumentException>(() => matrix.AddProbabilities<byte>([float.NaN], [1]));
    }

    [Fact]
    public void To_abstain_is_a_miss_of_the_true_class_and_no_gain()
    {
        ConfusionMatrix abstains = Matrix(2, [255, 0, 1, 1], [0, 0, 1, 255]), wrong = Matrix(2, [1, 0, 1, 1], [0, 0, 1, 255]);
        Assert.Equal([1, 0], abstains.Unassigned.ToArray());
        Assert.Equal(new ClassCounts(1, 0, 1, 1), abstains[0]);
        Assert.Equal(new ClassCounts(1, 0, 0, 2), abstains[1]);
        Assert.Equal(wrong.PixelAccuracy, abstains.PixelAccuracy);
        Assert.Equal(3, abstains.Total);

        // A third class that is never true makes the same of it: kappa (3 * 2 - 3) / (9 - 3), Matthews' 3 / sqrt((9 - 5) (9 - 3)).
        Assert.Equal(0.5, abstains.CohenKappa, 1e-15);
        Assert.Equal(3 / Math.Sqrt(24), abstains.MatthewsCorrelation, 1e-15);
    }

    [Fact]
    public void An_excluded_class_is_not_ignored()
    {
        // Half of the background is taken for the object: ignoring the background hides it, leaving the background out of the mean does not.
        byte[] truth = [0, 0, 0, 0, 1, 1], prediction = [0, 0, 1, 1, 1, 1];
        var ignoring = new ConfusionMatrix(2);
        ignoring.Add<byte, byte>(prediction, truth, ignoreLabel: 0);
        Assert.Equal(1, ignoring.MeanIoU);
        Assert.Equal(0.5, Matrix(2, prediction, truth).Average(counts => counts.IoU, new() { ExcludedClasses = [0] }));
    }

    [Fact]
    public void Parts_merge_to_the_whole_in_any_order()
    {
        var random = new Random(1);
        byte[] truth = [.. Enumerable.Range(0, 1000).Select(_ => (byte)random.Next(5))], prediction = [.. Enumerable.Range(0, 1000).Select(_ => (byte)random.Next(5))];
        ConfusionMatrix whole = Matrix(5, prediction, truth);
        var merged = new ConfusionMatrix(5);
        foreach (int start in new[] { 600, 0, 300 })
        {
            int end = start == 600 ? 1000 : start + 300;
            merged.Merge(Matrix(5, prediction[start..end], truth[start..end]));
        }

        Assert.Equal(whole.Counts.ToArray(), merged.Counts.ToArray());
        Assert.Equal(whole.MeanIoU, ConfusionMatrix.FromCounts(5, whole.Counts).MeanIoU);
    }

    [Fact]
    public void Renamed_classes_have_the_same_scores()
    {
        (int[] prediction, int[] truth) = Random(6, 5, null);
        int[] names = [3, 5, 0, 1, 4, 2];
        ConfusionMatrix matrix = new(6), renamed = new(6);
        matrix.Add<int, int>(prediction, truth);
        renamed.Add<int, int>([.. prediction.Select(label => names[label])], [.. truth.Select(label => names[label])]);
        for (int label = 0; label < 6; label++) Assert.Equal(matrix[label], renamed[names[label]]);
        Assert.Equal(matrix.CohenKappa, renamed.CohenKappa);
        Assert.Equal(matrix.MatthewsCorrelation, renamed.MatthewsCorrelation, 1e-15);
        Assert.Equal(matrix.GeneralizedDice(), renamed.GeneralizedDice(), 1e-15);
        Assert.All(matrix.ByClass(), counts => Assert.Equal(2 * counts.IoU / (1 + counts.IoU), counts.Dice, 1e-15));
    }

    [Fact]
    public void Products_of_large_counts_do_not_overflow()
    {
        const long Many = 1L << 40;
        ConfusionMatrix matrix = ConfusionMatrix.FromCounts(2, [3 * Many, Many, Many, 3 * Many]);
        Assert.Equal(0.5, matrix.CohenKappa, 1e-15);
        Assert.Equal(0.5, matrix.MatthewsCorrelation, 1e-15);
    }

    [Fact]
    public void A_perfect_prediction_scores_one_and_an_empty_matrix_nothing()
    {
        ConfusionMatrix perfect = Matrix(3, truthLabels[..7], truthLabels[..7]);
        Assert.Equal(1, perfect.MeanIoU);
        Assert.Equal(1, perfect.FrequencyWeightedIoU);
        var empty = new ConfusionMatrix(3);
        Assert.All(
            [empty.MeanIoU, empty.MeanDice, empty.PixelAccuracy, empty.MeanAccuracy, empty.FrequencyWeightedIoU, empty.CohenKappa],
            score => Assert.True(double.IsNaN(score)));
        Assert.Equal(0, empty.MatthewsCorrelation);
    }

    [Fact]
    public void Labels_that_are_no_class_are_refused()
    {
        Assert.Contains("classes are 0 to 1", Assert.Throws<ArgumentException>(() => Matrix(2, predictedLabels, truthLabels)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Matrix(3, predictedLabels[1..], truthLabels));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public void The_pixel_with_a_label_that_is_no_class_is_named(int run)
    {
        foreach (int place in new[] { 0, 63, 64, 130, 700, 2999 })
        {
            (int[] prediction, int[] truth) = Random(3, run, null);
            (prediction[place], truth[place]) = (2, -1);
            Check<int>(-1);
            Check<short>(-1);
            (prediction[place], truth[place]) = (17, 2);
            Check<byte>(2);
            Check<long>(2);

            void Check<T>(int label)
                where T : unmanaged, IBinaryInteger<T>
            {
                T[] p = [.. prediction.Select(T.CreateTruncating)], t = [.. truth.Select(T.CreateTruncating)];
                string message = Assert.Throws<ArgumentException>(() => new ConfusionMatrix(3).Add<T, T>(p, t, ignoreLabel: 255)).Message;
                Assert.StartsWith($"Pixel {place} has the true label {label} and the predicted label {prediction[place]}; classes are 0 to 2", message);
            }
        }
    }

    [Fact]
    public void Nothing_is_allocated_after_the_first_map()
    {
        (int[] prediction, int[] truth) = Random(5, 5, 255);
        var scores = new float[5 * truth.Length];
        var matrix = new ConfusionMatrix(5);
        Assert.Equal(0, AllocatedBytes.LeastOf(() =>
        {
            matrix.Add<int, int>(prediction, truth, 255);
            matrix.AddScores<int>(scores, truth, 255);
        }));
    }

    /// <summary>Maps of 3000 pixels whose labels stay for about so many; where a label is ignored both maps have it.</summary>
    static (int[] Prediction, int[] Truth) Random(int classes, int run, int? ignored)
    {
        var random = new Random(run);
        int[] Map()
        {
            var map = new int[3000];
            for (int i = 0; i < map.Length; i++)
            {
                bool changes = i == 0 || random.Next(run) == 0;
                map[i] = !changes ? map[i - 1] : ignored is { } label && random.Next(8) == 0 ? label : random.Next(classes);
            }

            return map;
        }

        return (Map(), Map());
    }

    static ConfusionMatrix Matrix(int classes, byte[] prediction, byte[] truth)
    {
        var matrix = new ConfusionMatrix(classes);
        matrix.Add<byte, byte>(prediction, truth, ignoreLabel: 255);
        return matrix;
    }
}
