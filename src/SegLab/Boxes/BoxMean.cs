namespace SegLab.Boxes;

/// <summary>What the mean over boxes divides by.</summary>
public enum BoxMean
{
    /// <summary>The sum of the boxes' weights, which is their number where there are none.</summary>
    Weights,

    /// <summary>The number of boxes, as mmdetection does.</summary>
    Boxes,
}
