namespace SegLab.Training.Studies.Objects;

/// <summary>What is wrong with a prediction.</summary>
enum ErrorKind
{
    /// <summary>The object is predicted too large.</summary>
    FalsePositives,

    /// <summary>The object is predicted too small.</summary>
    FalseNegatives,

    /// <summary>As many pixels are added as are missed.</summary>
    Both,
}
