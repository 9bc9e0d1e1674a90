namespace SegLab.Losses;

/// <summary>How class weights follow from how many of the N pixels each class has, n. A class without any weighs 0.</summary>
public enum ClassWeighting
{
    /// <summary>N / n: <see cref="ClassWeights.InverseFrequency"/>.</summary>
    InverseFrequency,

    /// <summary>The median of the classes' n over n: <see cref="ClassWeights.MedianFrequency"/>.</summary>
    MedianFrequency,

    /// <summary>The square root of N / n: <see cref="ClassWeights.InverseSquareRootFrequency"/>.</summary>
    InverseSquareRootFrequency,

    /// <summary>1 / ln(1.02 + n / N): <see cref="ClassWeights.InverseLogFrequency"/>.</summary>
    InverseLogFrequency,

    /// <summary>(1 - b) / (1 - b^n): <see cref="ClassWeights.EffectiveNumber"/>.</summary>
    EffectiveNumber,
}
