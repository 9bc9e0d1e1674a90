using SegLab.Boxes.Kernels;

namespace SegLab.Boxes;

/// <summary>One method of suppression, made ready for one measure of overlap.</summary>
abstract class Suppressor
{
    public static Suppressor Of(NonMaximumSuppression options) => options switch
    {
        { Method: SuppressionMethod.Hard, Similarity: BoxSimilarity.IoU } => new GreedySuppressor(options.Threshold),
        { Similarity: BoxSimilarity.IoU } => Of(options, new IoULoss.Formula<FirstPower>(0, default)),
        { Similarity: BoxSimilarity.GeneralizedIoU } => Of(options, new GeneralizedIoULoss.Formula<FirstPower>(0, default)),
        { Similarity: BoxSimilarity.DistanceIoU } => Of(options, new DistanceIoULoss.Formula<FirstPower>(0, false, default)),
        { Similarity: BoxSimilarity.CompleteIoU } => Of(options, new CompleteIoULoss.Formula<FirstPower>(new CompleteIoULoss(), default)),
        _ => throw new ArgumentException($"There is no similarity {options.Similarity}."),
    };

    static Suppressor Of<TFormula>(NonMaximumSuppression options, TFormula formula)
        where TFormula : struct, IBoxSimilarity => options.Method switch
        {
            SuppressionMethod.Hard => new SimilaritySuppressor<TFormula>(formula, options.Threshold),
            SuppressionMethod.Linear => new ScoreSuppressor<TFormula, LinearDecay>(formula, new(options.Threshold), options.MinimumScore),
            SuppressionMethod.Gaussian => new ScoreSuppressor<TFormula, GaussianDecay>(formula, new(options.Sigma), options.MinimumScore),
            _ => throw new ArgumentException($"There is no method {options.Method}."),
        };

    /// <summary>Whether scores are lowered, so that the boxes have to be put in order again.</summary>
    public virtual bool LowersScores => false;

    /// <summary>Writes the results; the other numbers may change.</summary>
    /// <param name="boxes">Boxes of one class, by falling score.</param>
    /// <param name="count">How many there are.</param>
    public abstract void Suppress(ScoredBoxes boxes, int count);
}
