namespace SegLab.Losses;

/// <summary>How class weights follow from how many pixels each class has. A class without any weighs 0.</summary>
public enum ClassWeighting
{
    /// <inheritdoc cref="ClassWeights.InverseFrequency"/>
    InverseFrequency,

    /// <inheritdoc cref="ClassWeights.MedianFrequency"/>
    MedianFrequency,

    /// <inheritdoc cref="ClassWeights.InverseSquareRootFrequency"/>
    InverseSquareRootFrequency,

    /// <inheritdoc cref="ClassWeights.InverseLogFrequency"/>
    InverseLogFrequency,

    /// <inheritdoc cref="ClassWeights.EffectiveNumber"/>
    EffectiveNumber,
}
