namespace SegLab.Losses.Ranked;

/// <summary>What the Lovász extension ranks the pixels of a class by.</summary>
enum LovaszErrors
{
    /// <summary>|y - p|: how far a probability, 0 to 1, is from its target.</summary>
    Distance,

    /// <summary>max(0, 1 - z (2y - 1)): by how much a value misses the margin on its side of 0.</summary>
    Hinge,
}
