namespace SegLab.Imaging.Png;

/// <summary>What the samples of a pixel mean; the numbers are those of the PNG format.</summary>
public enum PngColorType
{
    /// <summary>One sample, black to white.</summary>
    Grey = 0,

    /// <summary>Red, green, blue.</summary>
    Color = 2,

    /// <summary>One sample, an index into the palette.</summary>
    Palette = 3,

    /// <summary>Grey, then opacity.</summary>
    GreyAlpha = 4,

    /// <summary>Red, green, blue, then opacity.</summary>
    ColorAlpha = 6,
}
