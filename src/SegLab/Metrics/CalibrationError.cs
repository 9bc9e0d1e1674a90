using System.Numerics;

namespace SegLab.Metrics;

/// <summary>How well probabilities are what they say: calibration errors with their reliability data, Brier score, negative log-likelihood.</summary>
/// <remarks>
/// The top-label error asks of the highest probability of a pixel whether its class is right (torchmetrics' multi-class ECE); the error of a
/// class asks of the probability of that class whether it is there (class-wise ECE; of class 1 of two the binary ECE). They differ even for two
/// classes. All sums are exact, so that they do not depend on order or sharing.
/// </remarks>
public sealed class CalibrationError
{
    readonly CalibrationBins[] byClass;
    ExactSum brier, logLikelihood;
    long certainlyWrong;

    /// <summary>Makes an empty collection.</summary>
    /// <param name="classes">How many classes there are, at least 2.</param>
    /// <param name="bins">How many bins, at least 1: 15 in Guo and others and torchmetrics, 10 in Naeini and others and MetricsReloaded.</param>
    /// <param name="edge">To which of two bins a probability between them belongs.</param>
    public CalibrationError(int classes, int bins = 15, BinEdge edge = BinEdge.Left)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        Classes = classes;
        TopLabel = new(bins, edge);
        byClass = new CalibrationBins[classes];
        for (int label = 0; label < classes; label++) byClass[label] = new(bins, edge);
    }

    /// <summary>How many classes there are.</summary>
    public int Classes { get; }

    /// <summary>The highest probability of each pixel, and whether its class is right.</summary>
    public CalibrationBins TopLabel { get; }

    /// <summary>For each class its probability at each pixel, and whether the pixel is of the class.</summary>
    public IReadOnlyList<CalibrationBins> ByClass => byClass;

    /// <summary>The mean over classes of their expected errors, the class-wise ECE (Kull and others, 2019).</summary>
    public double ClassWiseError => byClass.Average(bins => bins.ExpectedError);

    /// <summary>Brier's score (1950): the mean over pixels of the sum over classes of squared errors, 0 to 2; NaN when nothing was counted.</summary>
    public double BrierScore => brier.Value / TopLabel.Total;

    /// <summary>The mean of -ln p of the true class; infinite when a p was 0, NaN when nothing was counted.</summary>
    public double NegativeLogLikelihood => certainlyWrong > 0 ? double.PositiveInfinity : logLikelihood.Value / TopLabel.Total;

    /// <summary>The sums of the scores: with the bins the state.</summary>
    public (ExactSum Brier, ExactSum LogLikelihood, long CertainlyWrong) Sums => (brier, logLikelihood, certainlyWrong);

    /// <summary>Makes a collection from its saved state.</summary>
    /// <exception cref="ArgumentException">There are less than two classes, or the bins do not fit together.</exception>
    public static CalibrationError FromBins(
        CalibrationBins topLabel, IReadOnlyList<CalibrationBins> byClass, (ExactSum Brier, ExactSum LogLikelihood, long CertainlyWrong) sums)
    {
        ArgumentNullException.ThrowIfNull(topLabel);
        ArgumentNullException.ThrowIfNull(byClass);
        var restored = new CalibrationError(byClass.Count, topLabel.Bins.Length, topLabel.Edge);
        (restored.brier, restored.logLikelihood, restored.certainlyWrong) = sums;
        restored.TopLabel.Merge(topLabel);
        for (int label = 0; label < byClass.Count; label++) restored.byClass[label].Merge(byClass[label]);
        return restored;
    }

    /// <summary>Counts pixels with a probability for each class.</summary>
    /// <param name="probabilities"><c>[classes, pixels]</c>, 0 to 1, of each pixel adding up to 1. Of equal ones the lowest class is the top label.</param>
    /// <param name="truth">The true class a pixel.</param>
    /// <param name="ignoreLabel">Pixels with this true label are left out.</param>
    /// <exception cref="ArgumentException">There are not classes x pixels probabilities, one is not 0 to 1, or a true label that counts is not a class.</exception>
    public void Add<TProbability, TTruth>(ReadOnlySpan<TProbability> probabilities, ReadOnlySpan<TTruth> truth, int? ignoreLabel = null)
        where TProbability : unmanaged, IBinaryFloatingPointIeee754<TProbability>
        where TTruth : unmanaged, IBinaryInteger<TTruth>
    {
        if (probabilities.Length != (long)Classes * truth.Length)
        {
            throw new ArgumentException(
                $"{Classes} classes and {truth.Length} pixels have {(long)Classes * truth.Length} probabilities, not {probabilities.Length}.");
        }

        Span<double> pixel = Classes <= 256 ? stackalloc double[Classes] : new double[Classes];
        for (int i = 0; i < truth.Length; i++)
        {
            if (IsIgnored(truth[i], ignoreLabel)) continue;
            for (int label = 0; label < Classes; label++) pixel[label] = double.CreateSaturating(probabilities[label * truth.Length + i]);
            AddPixel(i, pixel, long.CreateSaturating(truth[i]));
        }
    }

    /// <summary>Counts pixels of two classes with the probability of class 1.</summary>
    /// <param name="probabilities">The probability of class 1 a pixel, 0 to 1. The top label is 1 above one half, not at it.</param>
    /// <param name="truth">The true class a pixel, 0 or 1.</param>
    /// <param name="ignoreLabel">Pixels with this true label are left out.</param>
    /// <exception cref="InvalidOperationException">There are more than two classes.</exception>
    /// <exception cref="ArgumentException">The lengths differ, a probability is not 0 to 1, or a true label that counts is not a class.</exception>
    public void AddBinary<TProbability, TTruth>(ReadOnlySpan<TProbability> probabilities, ReadOnlySpan<TTruth> truth, int? ignoreLabel = null)
        where TProbability : unmanaged, IBinaryFloatingPointIeee754<TProbability>
        where TTruth : unmanaged, IBinaryInteger<TTruth>
    {
        if (Classes != 2) throw new InvalidOperationException($"A probability a pixel tells two classes apart, not {Classes}.");
        if (probabilities.Length != truth.Length) throw new ArgumentException($"The prediction has {probabilities.Length} pixels and the truth {truth.Length}.");
        Span<double> pixel = stackalloc double[2];
        for (int i = 0; i < truth.Length; i++)
        {
            if (IsIgnored(truth[i], ignoreLabel)) continue;
            pixel[1] = double.CreateSaturating(probabilities[i]);
            pixel[0] = 1 - pixel[1];
            AddPixel(i, pixel, long.CreateSaturating(truth[i]));
        }
    }

    /// <summary>Adds the counts of another collection; the order does not matter.</summary>
    /// <exception cref="ArgumentException">The classes or bins differ.</exception>
    public void Merge(CalibrationError other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Classes != Classes) throw new ArgumentException($"One has {Classes} classes, the other {other.Classes}.");
        TopLabel.Merge(other.TopLabel);
        for (int label = 0; label < Classes; label++) byClass[label].Merge(other.byClass[label]);
        (brier, logLikelihood, certainlyWrong) = (brier + other.brier, logLikelihood + other.logLikelihood, certainlyWrong + other.certainlyWrong);
    }

    void AddPixel(int index, ReadOnlySpan<double> probabilities, long truth)
    {
        if ((ulong)truth >= (ulong)Classes) throw new ArgumentException($"Pixel {index} has the true label {truth}; classes are 0 to {Classes - 1}.");
        int top = 0;
        double squares = 0;
        for (int label = 0; label < probabilities.Length; label++)
        {
            double probability = probabilities[label], error = probability - (label == truth ? 1 : 0);
            if (!(probability is >= 0 and <= 1))
                throw new ArgumentException($"Class {label} has the probability {probability} at pixel {index}; probabilities are 0 to 1.");
            if (probability > probabilities[top]) top = label;
            squares += error * error;
        }

        for (int label = 0; label < probabilities.Length; label++) byClass[label].Add(probabilities[label], label == truth);
        TopLabel.Add(probabilities[top], top == truth);
        brier += ExactSum.Of(squares);
        double likelihood = probabilities[(int)truth];
        if (likelihood == 0) certainlyWrong++;
        else logLikelihood += ExactSum.Of(-Math.Log(likelihood));
    }

    static bool IsIgnored<T>(T label, int? ignoreLabel)
        where T : unmanaged, IBinaryInteger<T> => ignoreLabel is { } ignored && long.CreateSaturating(label) == ignored;
}
