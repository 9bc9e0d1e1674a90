namespace SegLab.Boxes;

/// <summary>What becomes of a box that overlaps one with a higher score.</summary>
public enum SuppressionMethod
{
    /// <summary>It goes when the overlap is above the threshold.</summary>
    Hard,

    /// <summary>Its score is multiplied by 1 - overlap when that is above the threshold (soft-NMS; Bodla et al. 2017, arXiv:1704.04503).</summary>
    Linear,

    /// <summary>Its score is multiplied by e^(-overlap^2 / sigma) (soft-NMS; Bodla et al. 2017).</summary>
    Gaussian,
}
