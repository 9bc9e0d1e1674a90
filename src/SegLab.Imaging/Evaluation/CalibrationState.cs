using SegLab.Metrics;

namespace SegLab.Imaging.Evaluation;

/// <summary>A <see cref="CalibrationError"/> as whole numbers in a row: of each collection of bins count, correct and confidence, then the three sums.</summary>
static class CalibrationState
{
    const int Width = 3;

    /// <summary>How many classes a state is of.</summary>
    public static int ClassesOf(IReadOnlyList<UInt128> state) => (state.Count - Width) / (Width * new CalibrationError(2).TopLabel.Bins.Length) - 1;

    public static UInt128[] Of(CalibrationError calibration)
    {
        var state = new List<UInt128>();
        foreach (CalibrationBins bins in calibration.ByClass.Prepend(calibration.TopLabel))
            foreach (CalibrationBin bin in bins.Bins) state.AddRange([(UInt128)bin.Count, (UInt128)bin.Correct, bin.Confidence.Units]);
        (ExactSum brier, ExactSum likelihood, long wrong) = calibration.Sums;
        return [.. state, brier.Units, likelihood.Units, (UInt128)wrong];
    }

    /// <exception cref="InvalidDataException">The numbers are no such state of so many classes.</exception>
    public static CalibrationError ToCalibration(IReadOnlyList<UInt128> state, int classes)
    {
        int length = Width * new CalibrationError(classes).TopLabel.Bins.Length;
        if (state.Count != length * (classes + 1) + Width) throw new InvalidDataException($"A state has {state.Count} numbers of calibration; {classes} classes have other ones.");
        CalibrationBins[] bins = [.. Enumerable.Range(0, classes + 1).Select(collection => CalibrationBins.FromBins(
            [.. Enumerable.Range(0, length / Width).Select(bin => Bin(collection * length + bin * Width))]))];
        return CalibrationError.FromBins(bins[0], bins[1..], (new ExactSum(state[^3]), new ExactSum(state[^2]), (long)state[^1]));

        CalibrationBin Bin(int at) => new((long)state[at], (long)state[at + 1], new ExactSum(state[at + 2]));
    }
}
