namespace SegLab.Losses;

/// <summary>The field's taxonomy of losses.</summary>
public enum LossFamily
{
    /// <summary>A sum over pixels (distribution-based).</summary>
    PixelWise,

    /// <summary>A comparison of regions, class by class.</summary>
    RegionBased,
}
