namespace SegLab.Imaging.Evaluation;

/// <summary>How well probabilities are what they say.</summary>
/// <param name="ExpectedError">ECE of the top label, 15 bins of equal width (Guo and others, 2017).</param>
/// <param name="MaximumError">The largest gap of a bin.</param>
/// <param name="ClassWiseError">The mean over classes of their errors (Kull and others, 2019).</param>
/// <param name="BrierScore">The mean over pixels of the sum over classes of squared errors, 0 to 2.</param>
/// <param name="NegativeLogLikelihood">The mean of -ln p of the true class; null when one p was 0.</param>
/// <param name="Bins">The reliability diagram of the top label.</param>
public sealed record CalibrationFigures(
    double? ExpectedError, double? MaximumError, double? ClassWiseError, double? BrierScore, double? NegativeLogLikelihood, IReadOnlyList<ReliabilityBin> Bins);

/// <summary>The pixels whose top label has a probability in a range.</summary>
/// <param name="From">Where the range begins.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Pixels">How many there are.</param>
/// <param name="Confidence">Their mean probability, or null.</param>
/// <param name="Accuracy">How many of them are right, or null.</param>
public sealed record ReliabilityBin(double From, double To, long Pixels, double? Confidence, double? Accuracy);

/// <summary>Background and object told apart at a threshold of the probability.</summary>
/// <param name="Threshold">The probability that an object's pixel is above.</param>
/// <param name="IoU">The object's intersection over union.</param>
/// <param name="Dice">The object's Dice.</param>
/// <param name="MeanIoU">The mean IoU of background and object.</param>
public sealed record ThresholdFigures(double Threshold, double? IoU, double? Dice, double? MeanIoU);
