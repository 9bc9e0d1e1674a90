namespace SegLab.Imaging.Masks;

/// <summary>How to read label maps.</summary>
public sealed record LabelMapOptions
{
    /// <summary>What labels and colours stand for; null when labels are classes.</summary>
    public ClassTable? Classes { get; init; }

    /// <summary>
    /// Whether indices in files are classes already, as a network predicts them (Cityscapes' train ids, ADE20K's 0 to 149), and not the
    /// labels of <see cref="Classes"/>, which then serves to read colours.
    /// </summary>
    public bool HoldsClasses { get; init; }

    /// <summary>Which array of an NPZ file to read; null for the only one.</summary>
    public string? Array { get; init; }
}
