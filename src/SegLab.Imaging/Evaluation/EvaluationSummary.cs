using SegLab.Metrics;

namespace SegLab.Imaging.Evaluation;

/// <summary>
/// Makes figures of what is kept of the images, in the order of their numbers: the same figures however they were shared out. It goes through the
/// images a few times and holds none of them.
/// </summary>
static class EvaluationSummary
{
    public static EvaluationResult Of(EvaluationHeader header, IReadOnlyList<ImageScores> images, int threads)
    {
        string[] names = [.. header.ClassNames ?? [.. Enumerable.Range(0, ClassesOf(header, images)).Select(label => $"class {label}")]];
        if (header.Probabilities) CheckClasses(images, names.Length);
        var averaging = new ClassAveraging { ExcludedClasses = header.ExcludedClasses };
        PredictionSums first = new(header, names, averaging), second = new(header, names, averaging);
        var differences = new ScoreDifferences();
        foreach (ImageScores image in images)
        {
            ImageFigures own = first.Add(image.Name, image.Prediction);
            if (header.Against is not null) differences.Add(own, second.Add(image.Name, image.Against!));
        }

        var bootstrap = new ImageBootstrap(images.Count);
        (PredictionFigures figures, ResampledScores[] draws) = Summarize(first, image => image.Prediction);
        if (header.Against is null) return Result(figures, null, []);
        (PredictionFigures others, ResampledScores[] otherDraws) = Summarize(second, image => image.Against!);
        return Result(figures, others, differences.ToFigures(figures, others, draws, otherDraws));

        (PredictionFigures, ResampledScores[]) Summarize(PredictionSums sums, Func<ImageScores, PredictionScores> prediction)
        {
            ResampledScores[] resampled = bootstrap.Run(images.Select(prediction), names.Length, header.ExcludedClasses, threads);
            return (sums.ToFigures(new ImageFigureList(images, prediction, averaging), resampled), resampled);
        }

        EvaluationResult Result(PredictionFigures own, PredictionFigures? other, IReadOnlyList<ScoreDifference> differing) => new()
        {
            Prediction = header.Prediction,
            Truth = header.Truth,
            Against = header.Against,
            IgnoreLabel = header.IgnoreLabel,
            ExcludedClasses = header.ExcludedClasses,
            Tolerance = header.Surfaces ? header.Tolerance : null,
            Images = images.Count,
            Pixels = first.Pixels,
            Figures = own,
            AgainstFigures = other,
            Differences = differing,
            Details = images,
        };
    }

    static int ClassesOf(EvaluationHeader header, IReadOnlyList<ImageScores> images) =>
        header.Probabilities ? ClassesOf(images[0].Prediction) : Math.Max(1, images.SelectMany(Predictions).Max(HighestLabel) + 1);

    static void CheckClasses(IReadOnlyList<ImageScores> images, int classes)
    {
        if (images.SelectMany(Predictions).FirstOrDefault(scores => ClassesOf(scores) != classes) is { } other)
            throw new EvaluationException($"Some predictions have probabilities of {classes} classes, others of {ClassesOf(other)}.");
    }

    static IEnumerable<PredictionScores> Predictions(ImageScores image) => image.Against is { } other ? [image.Prediction, other] : [image.Prediction];

    static int ClassesOf(PredictionScores scores) => CalibrationState.ClassesOf(scores.Calibration);

    static int HighestLabel(PredictionScores scores)
    {
        long highest = -1;
        for (int j = 0; j < scores.Pixels.Count; j += 3) highest = Math.Max(highest, Math.Max(scores.Pixels[j], scores.Pixels[j + 1]));
        for (int j = 0; j < scores.Unassigned.Count; j += 2) highest = Math.Max(highest, scores.Unassigned[j]);
        return (int)highest;
    }
}
