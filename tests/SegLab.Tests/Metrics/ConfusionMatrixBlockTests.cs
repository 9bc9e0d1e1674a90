using System.Numerics;
using SegLab.Metrics;

namespace SegLab.Tests.Metrics;

/// <summary>Wherever blocks, stretches and runs begin and end, counts are those of a loop over the pixels.</summary>
[Trait("Category", "Numeric")]
public sealed class ConfusionMatrixBlockTests
{
    /// <summary>Counted by comparison (up to 4), by increments in eight, four and one counter of a pair, and with codes of 32 bits.</summary>
    public static TheoryData<int> Classes => [1, 2, 3, 4, 5, 31, 32, 44, 45, 255, 300];

    [Theory]
    [MemberData(nameof(Classes))]
    public void Any_length(int classes)
    {
        foreach (int length in Places(300))
        {
            Check(Noise(classes, length, 1), Noise(classes, length, 2), classes, null);
            Check(Runs(classes, length, 30, 3), Runs(classes, length, 30, 4), classes, 0);
        }
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void Any_mixture_of_runs_and_noise(int classes)
    {
        // Noise of less and of more than what is encoded together, and runs of less and of more than a stretch.
        foreach (int length in new[] { 1 + 64, 1 + 4096, 4096, 2 + 4096, 12345 })
        {
            foreach (int patch in new[] { 50, 700, 3000 })
            {
                int[] truth = Patches(classes, length, patch, 1), prediction = Patches(classes, length, patch, 2);
                Check(prediction, truth, classes, null);
                Check(prediction, truth, classes, classes / 2);
            }
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(19)]
    public void Any_number_of_changes_in_a_block(int classes)
    {
        var random = new Random(1);
        for (int changes = 0; changes <= 64; changes++)
        {
            int[] truth = Steps(), prediction = Steps();
            Check(prediction, truth, classes, null);

            int[] Steps()
            {
                bool[] change = [.. Enumerable.Range(0, 64).Select(i => i < changes)];
                random.Shuffle(change);
                var map = new int[200];
                for (int i = 1; i < map.Length; i++) map[i] = (map[i - 1] + (change[i % 64] ? 1 : 0)) % classes;
                return map;
            }
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(19)]
    public void A_change_at_any_pixel(int classes)
    {
        foreach (int place in Places(201))
        {
            int[] step = [.. Enumerable.Range(0, 200).Select(i => i < place ? 0 : 1)], level = new int[200];
            Check(step, level, classes, null);
            Check(level, step, classes, null);
            Check(step, step, classes, 1);
        }
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(2, 100)]
    [InlineData(19, 1)]
    [InlineData(19, 100)]
    [InlineData(300, 1)]
    public void An_ignored_label_at_any_pixel(int classes, int run)
    {
        foreach (int ignored in new[] { -1, 0, 1, classes, 32767 })
        {
            foreach (int place in Places(200))
            {
                int[] truth = Runs(classes, 200, run, 1), prediction = Runs(classes, 200, run, 2);
                truth[place] = prediction[(place + 70) % 200] = ignored;
                Check(prediction, truth, classes, ignored);
            }
        }
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(2, 100)]
    [InlineData(19, 1)]
    [InlineData(19, 100)]
    public void A_label_that_is_no_class_is_named_at_any_pixel(int classes, int run)
    {
        foreach (int place in Places(300))
        {
            int[] truth = Runs(classes, 300, run, 1), prediction = Runs(classes, 300, run, 2), wrongTruth = [.. truth], wrongPrediction = [.. prediction];
            wrongTruth[place] = wrongPrediction[place] = classes;
            Check(prediction, wrongTruth);
            Check(wrongPrediction, truth);

            void Check(int[] p, int[] t)
            {
                string start = $"Pixel {place} has the true label {t[place]} and the predicted label {p[place]}";
                Assert.StartsWith(start, Message<byte>(p, t, classes), StringComparison.Ordinal);
                Assert.StartsWith(start, Message<ushort>(p, t, classes), StringComparison.Ordinal);
                Assert.StartsWith(start, Message<int>(p, t, classes), StringComparison.Ordinal);
                Assert.StartsWith(start, Message<long>(p, t, classes), StringComparison.Ordinal);
            }
        }
    }

    /// <summary>All places near where a block of 64 begins or ends, and some of those between.</summary>
    static IEnumerable<int> Places(int count) => Enumerable.Range(0, count).Where(place => place % 64 is < 4 or > 60 or 17 or 32 or 47);

    static string Message<T>(int[] prediction, int[] truth, int classes)
        where T : unmanaged, IBinaryInteger<T> =>
        Assert.Throws<ArgumentException>(() => new ConfusionMatrix(classes).Add<T, T>(Convert<T>(prediction), Convert<T>(truth), 255)).Message;

    static void Check(int[] prediction, int[] truth, int classes, int? ignored)
    {
        long[] expected = new long[classes * (classes + 1)];
        for (int i = 0; i < truth.Length; i++)
            if (truth[i] != ignored) expected[truth[i] * (classes + 1) + (prediction[i] >= 0 && prediction[i] < classes ? prediction[i] : classes)]++;
        bool negative = ignored < 0, fitsByte = classes <= 255 && !negative && !(ignored > 255);
        if (fitsByte) Check<byte>(prediction, truth, classes, ignored, expected);
        if (!negative) Check<ushort>(prediction, truth, classes, ignored, expected);
        Check<short>(prediction, truth, classes, ignored, expected);
        Check<int>(prediction, truth, classes, ignored, expected);
    }

    static void Check<T>(int[] prediction, int[] truth, int classes, int? ignored, long[] expected)
        where T : unmanaged, IBinaryInteger<T>
    {
        var matrix = new ConfusionMatrix(classes);
        matrix.Add<T, T>(Convert<T>(prediction), Convert<T>(truth), ignored);
        var actual = new long[expected.Length];
        for (int label = 0; label < classes; label++)
        {
            matrix.Counts.Slice(label * classes, classes).CopyTo(actual.AsSpan(label * (classes + 1)));
            actual[label * (classes + 1) + classes] = matrix.Unassigned[label];
        }

        Assert.True(expected.AsSpan().SequenceEqual(actual), $"{truth.Length} pixels of {classes} classes as {typeof(T)}, ignored {ignored}");
    }

    static T[] Convert<T>(int[] labels)
        where T : unmanaged, IBinaryInteger<T> => Array.ConvertAll(labels, T.CreateTruncating);

    static int[] Noise(int classes, int length, int seed) => Runs(classes, length, 1, seed);

    /// <summary>Labels that stay for about so many pixels.</summary>
    static int[] Runs(int classes, int length, int run, int seed)
    {
        var random = new Random(seed);
        int last = 0;
        return [.. Enumerable.Range(0, length).Select(i => last = i == 0 || random.Next(run) == 0 ? random.Next(classes) : last)];
    }

    /// <summary>Patches of about so many pixels, in turn with one label and with any.</summary>
    static int[] Patches(int classes, int length, int patch, int seed)
    {
        var random = new Random(seed);
        var map = new int[length];
        bool noise = false;
        for (int begin = 0; begin < length; noise = !noise)
        {
            int end = Math.Min(length, begin + 1 + random.Next(2 * patch)), label = random.Next(classes);
            for (int i = begin; i < end; i++) map[i] = noise ? random.Next(classes) : label;
            begin = end;
        }

        return map;
    }
}
