using System.Numerics;
using System.Numerics.Tensors;
using SegLab.Imaging.Masks;
using SegLab.Losses;
using SegLab.Metrics;

namespace SegLab.Imaging.Evaluation;

/// <summary>Evaluates one image after another in memory that it keeps. One evaluator serves one thread.</summary>
sealed class ImageEvaluator(EvaluationSettings settings)
{
    readonly LabelMapReader truthReader = new(new LabelMapOptions { Classes = settings.Classes });
    readonly LabelMapReader predictionReader = new(new LabelMapOptions { Classes = settings.Classes, HoldsClasses = settings.PredictionsHoldClasses });
    readonly Dictionary<int, ConfusionMatrix> matrices = [];
    ConfusionMatrix matrix = new(1);
    SurfaceComparer? comparer;
    int[] widened = [], instances = [];
    byte[] objects = [];

    // Instances are scored as 0 and 1.
    const byte Left = byte.MaxValue;

    int? Ignored => settings.Instances ? Left : settings.Ignored;

    /// <exception cref="InvalidDataException">A file is damaged, or has a label that is no class.</exception>
    public ImageScores Evaluate(MaskPair pair)
    {
        LabelVolume truth = truthReader.Read(pair.Truth);
        try
        {
            return new ImageScores(pair.Index, pair.Name, Score(pair.Prediction, pair.Truth, truth), pair.Against is { } other ? Score(other, pair.Truth, truth) : null);
        }
        catch (ArgumentException wrong)
        {
            throw new InvalidDataException($"{pair.Truth}: {wrong.Message}", wrong);
        }
    }

    PredictionScores Score(string file, string truthFile, LabelVolume truth)
    {
        if (settings.Probabilities) return ScoreProbabilities(file, truthFile, truth);
        LabelVolume prediction = predictionReader.Read(file);
        if (prediction.Shape != truth.Shape) throw new InvalidDataException($"{file} is {prediction.Shape}, but {truthFile} is {truth.Shape}");
        if (settings.Instances) return ScoreInstances(file, truthFile, prediction, truth);
        return (prediction.HasBytes, truth.HasBytes) switch
        {
            (true, true) => Score(file, truthFile, truth, prediction.Bytes, truth.Bytes),
            (false, false) => Score(file, truthFile, truth, prediction.Integers, truth.Integers),
            (true, false) => Score(file, truthFile, truth, Widen(prediction), truth.Integers),
            _ => Score(file, truthFile, truth, prediction.Integers, Widen(truth)),
        };
    }

    PredictionScores Score<T>(string file, string truthFile, LabelVolume shape, ReadOnlySpan<T> prediction, ReadOnlySpan<T> truth)
        where T : unmanaged, IBinaryInteger<T>
    {
        matrix = MatrixFor(prediction, truth);
        try
        {
            matrix.Add(prediction, truth, Ignored);
        }
        catch (ArgumentException)
        {
            throw Wrong(file, truthFile, shape.Shape, prediction, truth);
        }

        List<long> pixels = [], unassigned = [];
        ReadOnlySpan<long> counts = matrix.Counts;
        for (int i = 0; i < counts.Length; i++)
            if (counts[i] > 0) pixels.AddRange([i / matrix.Classes, i % matrix.Classes, counts[i]]);
        for (int k = 0; k < matrix.Classes; k++)
            if (matrix.Unassigned[k] > 0) unassigned.AddRange([k, matrix.Unassigned[k]]);
        var scores = new PredictionScores { Pixels = pixels, Unassigned = unassigned };
        if (settings.Boundaries) scores = scores with { Boundaries = NearBorders(shape, prediction, truth) };
        return settings.Surfaces ? scores with { Surfaces = Measure(scores, shape, prediction, truth) } : scores;
    }

    /// <summary>An empty matrix of all classes, or, when nobody says how many there are, of as many as the image asks for: small ones are quick to go through.</summary>
    ConfusionMatrix MatrixFor<T>(ReadOnlySpan<T> prediction, ReadOnlySpan<T> truth)
        where T : unmanaged, IBinaryInteger<T>
    {
        int classes = settings.CountedClasses;
        if (settings.Names is null)
        {
            long highest = Math.Max(Highest(prediction), Highest(truth));
            classes = (int)Math.Clamp(BitOperations.RoundUpToPowerOf2((ulong)Math.Max(highest, 0) + 1), 8, (ulong)settings.CountedClasses);
        }

        if (!matrices.TryGetValue(classes, out ConfusionMatrix? empty)) matrices.Add(classes, empty = new ConfusionMatrix(classes));
        empty.Clear();
        return empty;
    }

    /// <summary>The highest label but the one that is left out.</summary>
    long Highest<T>(ReadOnlySpan<T> labels)
        where T : unmanaged, IBinaryInteger<T>
    {
        long highest = long.CreateTruncating(TensorPrimitives.Max(labels));
        if (highest != Ignored) return highest;
        highest = -1;
        foreach (T label in labels)
            if (long.CreateTruncating(label) is var number && number != Ignored) highest = Math.Max(highest, number);
        return highest;
    }

    PredictionScores ScoreProbabilities(string file, string truthFile, LabelVolume truth)
    {
        ProbabilityMap map = ProbabilityMapFile.Read(file);
        if (map.Shape != truth.Shape) throw new InvalidDataException($"{file} is {map.Shape}, but {truthFile} is {truth.Shape}");
        int classes = Math.Max(2, map.Channels), pixels = truth.Count;
        if (settings.Names is { } names && names.Count != classes)
            throw new InvalidDataException($"{file} has {map.Channels} channels; there are {names.Count} classes");
        ReadOnlySpan<int> expected = Widen(truth);
        if (instances.Length < pixels) instances = new int[pixels];
        Span<int> predicted = instances.AsSpan(0, pixels);
        if (MostProbableClass.Find(map, predicted) is >= 0 and var undefined)
            throw new InvalidDataException($"{file}: {map.Shape.Place(undefined)} has a probability that is no number");
        PredictionScores scores = Score<int>(file, truthFile, truth, predicted, expected);
        try
        {
            var calibration = new CalibrationError(classes);
            if (map.Channels == 1) calibration.AddBinary(map.Values, expected, Ignored);
            else calibration.Add(map.Values, expected, Ignored);
            scores = scores with { Calibration = CalibrationState.Of(calibration) };
            if (classes > 2) return scores;
            var sweep = new ThresholdSweep();
            sweep.Add(map[map.Channels - 1], expected, Ignored);
            return scores with { Thresholds = [.. sweep.Background, .. sweep.Foreground] };
        }
        catch (ArgumentException wrong)
        {
            throw new InvalidDataException($"{file}: {wrong.Message}", wrong);
        }
    }

    PredictionScores ScoreInstances(string file, string truthFile, LabelVolume prediction, LabelVolume truth)
    {
        int pixels = truth.Count;
        if (instances.Length < 2 * pixels) (instances, objects) = (new int[2 * pixels], new byte[2 * pixels]);
        Span<int> predicted = instances.AsSpan(0, pixels), expected = instances.AsSpan(pixels, pixels);
        prediction.CopyTo(predicted);
        truth.CopyTo(expected);
        InstanceOverlaps overlaps = InstanceOverlaps.Of<int>(predicted, expected, ignoreLabel: settings.Ignored);
        IEnumerable<InstanceMatches> matches = InstanceMatching.DefaultThresholds.Select(overlaps.Match);
        for (int i = 0; i < 2 * pixels; i++) objects[i] = (byte)(instances[i] == settings.Ignored ? Left : instances[i] == 0 ? 0 : 1);
        return Score<byte>(file, truthFile, truth, objects.AsSpan(0, pixels), objects.AsSpan(pixels, pixels)) with
        {
            Instances = [.. matches.SelectMany(match => new[] { match.TruePositives, match.FalsePositives, match.FalseNegatives })],
        };
    }

    List<long> NearBorders<T>(LabelVolume shape, ReadOnlySpan<T> prediction, ReadOnlySpan<T> truth)
        where T : unmanaged, IBinaryInteger<T>
    {
        var boundary = new BoundaryIoU(matrix.Classes);
        nint[] extents = shape.Shape.ToArray();
        boundary.Add(new ReadOnlyTensorSpan<T>(prediction, extents), new ReadOnlyTensorSpan<T>(truth, extents), Ignored);
        var near = new List<long>();
        for (int label = 0; label < matrix.Classes; label++)
            if (boundary.Counts[label] is { Union: > 0 } counts) near.AddRange([label, counts.Predicted, counts.True, counts.Intersection]);
        return near;
    }

    List<ClassSurface> Measure<T>(PredictionScores scores, LabelVolume shape, ReadOnlySpan<T> prediction, ReadOnlySpan<T> truth)
        where T : unmanaged, IBinaryInteger<T>
    {
        VoxelSpacing? spacing = settings.Spacing ?? shape.Spacing;
        if (comparer is null || !Equals(comparer.Spacing, spacing)) comparer = new SurfaceComparer { Spacing = spacing, IgnoreLabel = Ignored, Threads = 1 };
        var measured = new List<ClassSurface>();
        nint[] extents = shape.Shape.ToArray();
        foreach ((int label, ClassCounts counts) in scores.ByClass())
        {
            if (settings.ExcludedClasses.Contains(label) || counts.Union == 0) continue;
            SurfaceDistances distances = comparer.Compare(new ReadOnlyTensorSpan<T>(prediction, extents), new ReadOnlyTensorSpan<T>(truth, extents), T.CreateChecked(label));
            measured.Add(new ClassSurface(label, distances.Hausdorff, distances.PercentileHausdorff(95), distances.AverageSymmetricDistance,
                distances.MeanAverageDistance, distances.SurfaceDice(settings.Tolerance), distances.BoundaryF1(settings.Tolerance)));
        }

        return measured;
    }

    InvalidDataException Wrong<T>(string file, string truthFile, MaskShape shape, ReadOnlySpan<T> prediction, ReadOnlySpan<T> truth)
        where T : unmanaged, IBinaryInteger<T>
    {
        for (int i = 0; i < truth.Length; i++)
        {
            long expected = long.CreateTruncating(truth[i]), predicted = long.CreateTruncating(prediction[i]);
            if (expected == Ignored) continue;
            if (!IsClass(expected))
                return new($"{truthFile}: {shape.Place(i)} has the label {expected}; {Classes}. If such pixels are to be left out: --ignore {expected}");
            if (!IsClass(predicted) && predicted != Ignored) return new($"{file}: {shape.Place(i)} has the label {predicted}; {Classes}");
        }

        return new($"{file}: a label is no class");
    }

    bool IsClass(long label) => label >= 0 && label < settings.CountedClasses;

    string Classes => settings.Names is null
        ? $"without a list of classes (--classes) they are 0 to {settings.CountedClasses - 1}"
        : $"the classes are 0 to {settings.CountedClasses - 1}";

    ReadOnlySpan<int> Widen(LabelVolume labels)
    {
        if (widened.Length < labels.Count) widened = new int[labels.Count];
        labels.CopyTo(widened);
        return widened.AsSpan(0, labels.Count);
    }
}
