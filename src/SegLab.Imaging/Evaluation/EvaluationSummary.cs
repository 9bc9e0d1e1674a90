using SegLab.Metrics;

namespace SegLab.Imaging.Evaluation;

/// <summary>Makes figures of what is kept of the images, in the order of their numbers: the same figures however they were shared out.</summary>
static class EvaluationSummary
{
    public static EvaluationResult Of(EvaluationHeader header, IReadOnlyList<ImageScores> images, int threads)
    {
        PredictionScores[] first = [.. images.Select(image => image.Prediction)];
        PredictionScores[] second = header.Against is null ? [] : [.. images.Select(image => image.Against!)];
        int classes = header.ClassNames?.Count ?? (header.Probabilities ? ClassesOf(first[0]) : Math.Max(1, first.Concat(second).Max(HighestLabel) + 1));
        if (header.Probabilities && first.Concat(second).FirstOrDefault(scores => ClassesOf(scores) != classes) is { } other)
            throw new EvaluationException($"Some predictions have probabilities of {classes} classes, others of {ClassesOf(other)}.");
        string[] names = header.ClassNames is { } given ? [.. given] : [.. Enumerable.Range(0, classes).Select(label => $"class {label}")];
        var bootstrap = new ImageBootstrap(images.Count);
        (PredictionFigures figures, ResampledScores[] draws) = Summarize(first);
        if (second.Length == 0) return Result(figures, null, []);
        (PredictionFigures others, ResampledScores[] otherDraws) = Summarize(second);
        return Result(figures, others, Differences(figures, others, draws, otherDraws));

        (PredictionFigures, ResampledScores[]) Summarize(PredictionScores[] predictions)
        {
            ResampledScores[] resampled = bootstrap.Run(predictions, classes, header.ExcludedClasses, threads);
            return (Figures(header, images, predictions, names, resampled), resampled);
        }

        EvaluationResult Result(PredictionFigures own, PredictionFigures? other, IReadOnlyList<ScoreDifference> differences) => new()
        {
            Prediction = header.Prediction,
            Truth = header.Truth,
            Against = header.Against,
            IgnoreLabel = header.IgnoreLabel,
            ExcludedClasses = header.ExcludedClasses,
            Tolerance = header.Surfaces ? header.Tolerance : null,
            Images = images.Count,
            Pixels = own.ConfusionMatrix.Sum(row => row.Sum()) + first.Sum(scores => scores.Unassigned.Where((_, j) => j % 2 == 1).Sum()),
            Figures = own,
            AgainstFigures = other,
            Differences = differences,
            Details = images,
        };
    }

    static int ClassesOf(PredictionScores scores) => CalibrationState.ClassesOf(scores.Calibration);

    static int HighestLabel(PredictionScores scores)
    {
        long highest = -1;
        for (int j = 0; j < scores.Pixels.Count; j += 3) highest = Math.Max(highest, Math.Max(scores.Pixels[j], scores.Pixels[j + 1]));
        for (int j = 0; j < scores.Unassigned.Count; j += 2) highest = Math.Max(highest, scores.Unassigned[j]);
        return (int)highest;
    }

    static PredictionFigures Figures(
        EvaluationHeader header, IReadOnlyList<ImageScores> images, PredictionScores[] predictions, string[] names, ResampledScores[] resampled)
    {
        int classes = names.Length;
        long[] counts = new long[classes * classes], unassigned = new long[classes];
        foreach (PredictionScores scores in predictions) scores.AddTo(counts, unassigned, classes);
        ConfusionMatrix matrix = ConfusionMatrix.FromCounts(classes, counts, unassigned);
        var averaging = new ClassAveraging { ExcludedClasses = header.ExcludedClasses };
        ClassCounts[] byClass = matrix.ByClass();
        double Mean(Func<ClassCounts, double> score) => averaging.Of(byClass, score);
        ImageFigures[] ofImages = [.. images.Select((image, i) => Image(image.Name, predictions[i], averaging))];
        return new PredictionFigures
        {
            Scores =
            [
                With("pixelAccuracy", "pixel accuracy", matrix.PixelAccuracy, draw => draw.PixelAccuracy),
                With("meanAccuracy", "mean accuracy", Mean(counted => counted.Recall), draw => draw.MeanAccuracy),
                With("meanIoU", "mean IoU", Mean(counted => counted.IoU), draw => draw.MeanIoU),
                With("meanDice", "mean Dice (F1)", Mean(counted => counted.Dice), draw => draw.MeanDice),
                new("frequencyWeightedIoU", "frequency-weighted IoU", Defined((averaging with { Average = ClassAverage.Weighted }).Of(byClass, counted => counted.IoU))),
                new("meanPrecision", "mean precision", Defined(Mean(counted => counted.Precision))),
                new("meanSpecificity", "mean specificity", Defined(Mean(counted => counted.Specificity))),
                new("cohenKappa", "Cohen's kappa", Defined(matrix.CohenKappa)),
                new("matthewsCorrelation", "Matthews correlation", Defined(matrix.MatthewsCorrelation)),
                new("generalizedDice", "generalized Dice", Defined(matrix.GeneralizedDice(excludedClasses: header.ExcludedClasses))),
                new("imageMeanIoU", "mean IoU of the images", MeanOf(ofImages.Select(image => image.MeanIoU))),
                new("imageMeanDice", "mean Dice of the images", MeanOf(ofImages.Select(image => image.MeanDice))),
            ],
            Classes = [.. names.Select((name, label) => Class(label, name, byClass[label], header, predictions))],
            ConfusionMatrix = [.. Enumerable.Range(0, classes).Select(row => counts[(row * classes)..((row + 1) * classes)])],
            Instances = header.Instances ? Instances(predictions) : null,
            Calibration = header.Probabilities ? Calibration(predictions, classes) : null,
            Thresholds = header.Probabilities && classes == 2 ? Thresholds(predictions) : [],
            Images = ofImages,
        };

        Score With(string name, string title, double value, Func<ResampledScores, double> score)
        {
            ConfidenceInterval interval = PairedBootstrap.Interval([.. resampled.Select(score)]);
            return new Score(name, title, Defined(value), Defined(interval.Low), Defined(interval.High));
        }
    }

    static ClassFigures Class(int label, string name, ClassCounts counts, EvaluationHeader header, PredictionScores[] predictions) => new()
    {
        Label = label,
        Name = name,
        TruePixels = counts.TruePixels,
        PredictedPixels = counts.PredictedPixels,
        IoU = Defined(counts.IoU),
        Dice = Defined(counts.Dice),
        Precision = Defined(counts.Precision),
        Recall = Defined(counts.Recall),
        Specificity = Defined(counts.Specificity),
        F2 = Defined(counts.FBeta(2)),
        VolumetricSimilarity = Defined(counts.VolumetricSimilarity),
        BoundaryIoU = header.Boundaries ? Defined(Boundary(label, predictions).IoU) : null,
        Surface = header.Surfaces && !header.ExcludedClasses.Contains(label) ? Surface(label, predictions) : null,
    };

    static SurfaceFigures Surface(int label, PredictionScores[] predictions)
    {
        ClassSurface[] all = [.. predictions.SelectMany(scores => scores.Surfaces).Where(surface => surface.Label == label)];
        ClassSurface[] measured = [.. all.Where(surface => surface.IsMeasured)];
        double? Mean(Func<ClassSurface, double> distance) => MeanOf(measured.Select(surface => (double?)distance(surface)));
        return new SurfaceFigures(
            Mean(surface => surface.Hausdorff),
            Mean(surface => surface.Hausdorff95),
            Mean(surface => surface.AverageSymmetric),
            Mean(surface => surface.MeanAverage),
            MeanOf(all.Select(surface => (double?)surface.SurfaceDice)),
            MeanOf(all.Select(surface => (double?)surface.BoundaryF1)),
            measured.Length,
            all.Length - measured.Length);
    }

    static BoundaryCounts Boundary(int label, PredictionScores[] predictions)
    {
        BoundaryCounts sum = default;
        foreach (PredictionScores scores in predictions)
            for (int j = 0; j < scores.Boundaries.Count; j += 4)
                if (scores.Boundaries[j] == label) sum += new BoundaryCounts(scores.Boundaries[j + 1], scores.Boundaries[j + 2], scores.Boundaries[j + 3]);
        return sum;
    }

    static InstanceFigures Instances(PredictionScores[] predictions)
    {
        var matching = new InstanceMatching();
        for (int i = 0; i < predictions.Length; i++) matching.Images.Add(i, predictions[i].Matches());
        return new InstanceFigures(
            [.. matching.Thresholds.Zip(matching.Total(), (threshold, match) => new InstanceThreshold(
                threshold, match.TruePositives, match.FalsePositives, match.FalseNegatives,
                Defined(match.Precision), Defined(match.Recall), Defined(match.F1), Defined(match.F2)))],
            Defined(matching.MeanOverImages(match => match.ThreatScore)),
            Defined(matching.MeanOverImages(match => match.F1)),
            Defined(matching.MeanOverImages(match => match.F2)));
    }

    static CalibrationFigures Calibration(PredictionScores[] predictions, int classes)
    {
        CalibrationError sum = CalibrationState.ToCalibration(predictions[0].Calibration, classes);
        foreach (PredictionScores scores in predictions.Skip(1)) sum.Merge(CalibrationState.ToCalibration(scores.Calibration, classes));
        double width = 1.0 / sum.TopLabel.Bins.Length;
        return new CalibrationFigures(
            Defined(sum.TopLabel.ExpectedError),
            Defined(sum.TopLabel.MaximumError),
            Defined(sum.ClassWiseError),
            Defined(sum.BrierScore),
            Defined(sum.NegativeLogLikelihood),
            [.. sum.TopLabel.Bins.ToArray().Select((bin, j) => new ReliabilityBin(j * width, (j + 1) * width, bin.Count, Defined(bin.MeanConfidence), Defined(bin.Accuracy)))]);
    }

    static ThresholdFigures[] Thresholds(PredictionScores[] predictions)
    {
        var sweep = new ThresholdSweep();
        foreach (PredictionScores scores in predictions)
        {
            long[] counts = [.. scores.Thresholds];
            sweep.Merge(ThresholdSweep.FromCounts(sweep.Thresholds, counts.AsSpan(0, counts.Length / 2), counts.AsSpan(counts.Length / 2)));
        }

        return [.. sweep.Thresholds.Zip(sweep.ByThreshold(), (threshold, matrix) => new ThresholdFigures(
            threshold, Defined(matrix[1].IoU), Defined(matrix[1].Dice), Defined(matrix.MeanIoU)))];
    }

    static ImageFigures Image(string name, PredictionScores scores, ClassAveraging averaging)
    {
        IReadOnlyList<(int Label, ClassCounts Counts)> classes = scores.ByClass();
        ClassCounts[] counted = [.. classes.Where(found => !averaging.ExcludedClasses.Contains(found.Label)).Select(found => found.Counts)];
        long pixels = classes.Sum(found => found.Counts.TruePixels);
        double right = classes.Sum(found => found.Counts.TruePositives);
        return new ImageFigures(
            name,
            Defined(right / pixels),
            Defined(ClassAveraging.Default.Of(counted, found => found.IoU)),
            Defined(ClassAveraging.Default.Of(counted, found => found.Dice)));
    }

    static ScoreDifference[] Differences(PredictionFigures first, PredictionFigures second, ResampledScores[] draws, ResampledScores[] otherDraws)
    {
        return
        [
            Of("pixelAccuracy", draw => draw.PixelAccuracy, image => image.PixelAccuracy),
            Of("meanAccuracy", draw => draw.MeanAccuracy, null),
            Of("meanIoU", draw => draw.MeanIoU, image => image.MeanIoU),
            Of("meanDice", draw => draw.MeanDice, image => image.MeanDice),
        ];

        ScoreDifference Of(string name, Func<ResampledScores, double> resampled, Func<ImageFigures, double?>? ofImage)
        {
            Score here = first.Scores.First(score => score.Name == name), there = second.Scores.First(score => score.Name == name);
            ConfidenceInterval interval = PairedBootstrap.Difference([.. draws.Select(resampled)], [.. otherDraws.Select(resampled)]);
            return new ScoreDifference(name, here.Title, here.Value - there.Value, Defined(interval.Low), Defined(interval.High), ofImage is null ? null : SignedRank(ofImage));
        }

        double SignedRank(Func<ImageFigures, double?> ofImage)
        {
            double[] here = [.. first.Images.Select(image => ofImage(image) ?? double.NaN)], there = [.. second.Images.Select(image => ofImage(image) ?? double.NaN)];
            return WilcoxonSignedRank.Of(here, there).PValue;
        }
    }

    static double? Defined(double value) => double.IsFinite(value) ? value : null;

    static double? MeanOf(IEnumerable<double?> values) => values.OfType<double>().ToArray() is { Length: > 0 } defined ? defined.Average() : null;
}
