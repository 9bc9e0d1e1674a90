namespace SegLab.Losses.Structure;

/// <summary>The sums that clDice is made of, and the slopes by them.</summary>
struct SkeletonSums
{
    /// <summary>The prediction's skeleton: its part in the target, and all of it.</summary>
    public double PredictedHit, Predicted;

    /// <summary>The target's skeleton: its part in the prediction, and all of it.</summary>
    public double TargetHit, Target;

    /// <summary>d loss / d sum, once resolved; the target's skeleton has none.</summary>
    public double ByPredictedHit { get; private set; }

    /// <inheritdoc cref="ByPredictedHit"/>
    public double ByPredicted { get; private set; }

    /// <inheritdoc cref="ByPredictedHit"/>
    public double ByTargetHit { get; private set; }

    public void Add(in SkeletonSums other)
    {
        PredictedHit += other.PredictedHit;
        Predicted += other.Predicted;
        TargetHit += other.TargetHit;
        Target += other.Target;
    }

    /// <summary>1 minus the harmonic mean of both shares; a share of nothing is 0.</summary>
    public double Resolve(double smooth, double scale)
    {
        double all = Predicted + smooth, wanted = Target + smooth;
        double precision = all == 0 ? 0 : (PredictedHit + smooth) / all, sensitivity = wanted == 0 ? 0 : (TargetHit + smooth) / wanted;
        double sum = precision + sensitivity;
        if (sum == 0) return 1;
        double byPrecision = -2 * sensitivity * sensitivity / (sum * sum), bySensitivity = -2 * precision * precision / (sum * sum);
        ByPredictedHit = all == 0 ? 0 : scale * byPrecision / all;
        ByPredicted = -precision * ByPredictedHit;
        ByTargetHit = wanted == 0 ? 0 : scale * bySensitivity / wanted;
        return 1 - 2 * precision * sensitivity / sum;
    }
}
