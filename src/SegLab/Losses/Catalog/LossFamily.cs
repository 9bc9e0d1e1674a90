namespace SegLab.Losses;

/// <summary>The field's taxonomy of losses.</summary>
public enum LossFamily
{
    /// <summary>A sum over pixels (distribution-based).</summary>
    PixelWise,

    /// <summary>A comparison of regions, class by class.</summary>
    RegionBased,

    /// <summary>A function of the sorted errors of all pixels.</summary>
    Ranked,

    /// <summary>A sum over pixels weighed by distances in the target or the prediction (boundary-based).</summary>
    DistanceBased,

    /// <summary>A comparison of structures, such as center lines.</summary>
    Structure,

    /// <summary>Several losses in one, as a paper puts them together.</summary>
    Compound,
}
