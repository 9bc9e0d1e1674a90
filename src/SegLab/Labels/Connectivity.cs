namespace SegLab.Labels;

/// <summary>Which elements are neighbours.</summary>
public enum Connectivity
{
    /// <summary>Those that share a face: 4 in an image, 6 in a volume.</summary>
    Faces,

    /// <summary>Those that share a face, an edge or a corner: 8 in an image, 26 in a volume.</summary>
    Full,
}
