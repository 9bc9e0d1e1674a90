using SegLab.Losses;

namespace SegLab.Cli.Commands;

/// <summary>A small image with a target, of which one pixel is varied to see what a loss makes of it.</summary>
/// <param name="Description">What it shows, in words.</param>
/// <param name="Spatial">Its extents.</param>
/// <param name="Labels">1 where the foreground is, in row-major order.</param>
/// <param name="Varied">The pixel that is varied.</param>
sealed record ProbeScene(string Description, nint[] Spatial, byte[] Labels, int Varied)
{
    const int Side = 9;

    /// <summary>The scene in which a family shows what it does, with a pixel of the foreground or of the background varied.</summary>
    public static ProbeScene For(LossFamily family, bool positive) => family switch
    {
        LossFamily.PixelWise => new("one pixel", [1], [positive ? (byte)1 : (byte)0], 0),
        LossFamily.DistanceBased or LossFamily.Structure => Bar(positive),
        _ => Row(positive),
    };

    static ProbeScene Row(bool positive) =>
        new("one of 8 pixels, 4 of them foreground; the others are right with p = 0.8", [8], [1, 1, 1, 1, 0, 0, 0, 0], positive ? 3 : 4);

    /// <summary>A bar three pixels wide: it has a border to be far from and a skeleton.</summary>
    static ProbeScene Bar(bool positive)
    {
        byte[] labels = new byte[Side * Side];
        for (int row = 1; row < Side - 1; row++) labels.AsSpan(row * Side + 3, 3).Fill(1);
        return new($"one pixel beside or in the middle of a bar 3 wide in {Side} x {Side} pixels; the others are right with p = 0.8",
            [Side, Side], labels, Side / 2 * Side + (positive ? 4 : 6));
    }
}
