namespace SegLab.Imaging;

/// <summary>A colour of 8 bits a channel, as screens and palettes have it (sRGB).</summary>
public readonly record struct RgbColor(byte Red, byte Green, byte Blue)
{
    /// <summary>The colour as style sheets write it: <c>#e69f00</c>.</summary>
    public override string ToString() => $"#{Red:x2}{Green:x2}{Blue:x2}";
}
