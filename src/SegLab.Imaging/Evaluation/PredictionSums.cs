using SegLab.Metrics;

namespace SegLab.Imaging.Evaluation;

/// <summary>Sums up what is kept of the images of one folder of predictions, image by image in the order of their numbers, and makes its figures.</summary>
sealed class PredictionSums(EvaluationHeader header, IReadOnlyList<string> names, ClassAveraging averaging)
{
    readonly int classes = names.Count;
    readonly long[] counts = new long[names.Count * names.Count], unassigned = new long[names.Count];
    readonly BoundaryCounts[] boundaries = new BoundaryCounts[names.Count];
    readonly SurfaceSums[] surfaces = new SurfaceSums[names.Count];
    readonly InstanceSums instances = new();
    readonly ThresholdSweep thresholds = new();
    CalibrationError? calibration;
    RunningMean imageIoU, imageDice;

    /// <summary>How many pixels counted.</summary>
    public long Pixels => counts.Sum() + unassigned.Sum();

    bool HasThresholds => header.Probabilities && classes == 2;

    /// <summary>Adds an image, and returns its figures.</summary>
    public ImageFigures Add(string name, PredictionScores scores)
    {
        scores.AddTo(counts, unassigned, classes);
        foreach (ClassSurface surface in scores.Surfaces) surfaces[surface.Label].Add(surface);
        IReadOnlyList<long> near = scores.Boundaries;
        for (int j = 0; j < near.Count; j += 4) boundaries[near[j]] += new BoundaryCounts(near[j + 1], near[j + 2], near[j + 3]);
        if (header.Instances) instances.Add(scores.Matches());
        if (header.Probabilities) AddCalibration(scores);
        if (HasThresholds) AddThresholds(scores);
        var image = ImageFigureList.Of(name, scores, averaging);
        imageIoU.Add(image.MeanIoU);
        imageDice.Add(image.MeanDice);
        return image;
    }

    void AddCalibration(PredictionScores scores)
    {
        CalibrationError image = CalibrationState.ToCalibration(scores.Calibration, classes);
        if (calibration is null) calibration = image;
        else calibration.Merge(image);
    }

    void AddThresholds(PredictionScores scores)
    {
        long[] above = [.. scores.Thresholds];
        thresholds.Merge(ThresholdSweep.FromCounts(thresholds.Thresholds, above.AsSpan(0, above.Length / 2), above.AsSpan(above.Length / 2)));
    }

    /// <summary>The figures of all images that were added.</summary>
    /// <param name="images">The figures of each.</param>
    /// <param name="resampled">Scores of the bootstrap's resamples.</param>
    public PredictionFigures ToFigures(IReadOnlyList<ImageFigures> images, ResampledScores[] resampled)
    {
        ConfusionMatrix matrix = ConfusionMatrix.FromCounts(classes, counts, unassigned);
        ClassCounts[] byClass = matrix.ByClass();
        double Mean(Func<ClassCounts, double> score) => averaging.Of(byClass, score);
        return new PredictionFigures
        {
            Scores =
            [
                With("pixelAccuracy", "pixel accuracy", matrix.PixelAccuracy, draw => draw.PixelAccuracy),
                With("meanAccuracy", "mean accuracy", Mean(counted => counted.Recall), draw => draw.MeanAccuracy),
                With("meanIoU", "mean IoU", Mean(counted => counted.IoU), draw => draw.MeanIoU),
                With("meanDice", "mean Dice (F1)", Mean(counted => counted.Dice), draw => draw.MeanDice),
                new("frequencyWeightedIoU", "frequency-weighted IoU", Finite.OrNull((averaging with { Average = ClassAverage.Weighted }).Of(byClass, counted => counted.IoU))),
                new("meanPrecision", "mean precision", Finite.OrNull(Mean(counted => counted.Precision))),
                new("meanSpecificity", "mean specificity", Finite.OrNull(Mean(counted => counted.Specificity))),
                new("cohenKappa", "Cohen's kappa", Finite.OrNull(matrix.CohenKappa)),
                new("matthewsCorrelation", "Matthews correlation", Finite.OrNull(matrix.MatthewsCorrelation)),
                new("generalizedDice", "generalized Dice", Finite.OrNull(matrix.GeneralizedDice(excludedClasses: header.ExcludedClasses))),
                new("imageMeanIoU", "mean IoU of the images", imageIoU.Value),
                new("imageMeanDice", "mean Dice of the images", imageDice.Value),
            ],
            Classes = [.. names.Select((name, label) => Class(label, name, byClass[label]))],
            ConfusionMatrix = [.. Enumerable.Range(0, classes).Select(row => counts[(row * classes)..((row + 1) * classes)])],
            Instances = header.Instances ? instances.ToFigures() : null,
            Calibration = calibration is { } all ? Calibration(all) : null,
            Thresholds = HasThresholds ? Thresholds() : [],
            Images = images,
        };

        Score With(string name, string title, double value, Func<ResampledScores, double> score)
        {
            ConfidenceInterval interval = PairedBootstrap.Interval([.. resampled.Select(score)]);
            return new Score(name, title, Finite.OrNull(value), Finite.OrNull(interval.Low), Finite.OrNull(interval.High));
        }
    }

    ClassFigures Class(int label, string name, ClassCounts found) => new()
    {
        Label = label,
        Name = name,
        TruePixels = found.TruePixels,
        PredictedPixels = found.PredictedPixels,
        IoU = Finite.OrNull(found.IoU),
        Dice = Finite.OrNull(found.Dice),
        Precision = Finite.OrNull(found.Precision),
        Recall = Finite.OrNull(found.Recall),
        Specificity = Finite.OrNull(found.Specificity),
        F2 = Finite.OrNull(found.FBeta(2)),
        VolumetricSimilarity = Finite.OrNull(found.VolumetricSimilarity),
        BoundaryIoU = header.Boundaries ? Finite.OrNull(boundaries[label].IoU) : null,
        Surface = header.Surfaces && !header.ExcludedClasses.Contains(label) ? surfaces[label].ToFigures() : null,
    };

    static CalibrationFigures Calibration(CalibrationError all)
    {
        double width = 1.0 / all.TopLabel.Bins.Length;
        return new CalibrationFigures(
            Finite.OrNull(all.TopLabel.ExpectedError),
            Finite.OrNull(all.TopLabel.MaximumError),
            Finite.OrNull(all.ClassWiseError),
            Finite.OrNull(all.BrierScore),
            Finite.OrNull(all.NegativeLogLikelihood),
            [.. all.TopLabel.Bins.ToArray().Select((bin, j) => new ReliabilityBin(j * width, (j + 1) * width, bin.Count, Finite.OrNull(bin.MeanConfidence), Finite.OrNull(bin.Accuracy)))]);
    }

    ThresholdFigures[] Thresholds() => [.. thresholds.Thresholds.Zip(thresholds.ByThreshold(), (threshold, matrix) => new ThresholdFigures(
        threshold, Finite.OrNull(matrix[1].IoU), Finite.OrNull(matrix[1].Dice), Finite.OrNull(matrix.MeanIoU)))];
}
