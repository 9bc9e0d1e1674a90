using SegLab.Losses;

namespace SegLab.Training.Probes;

/// <summary>A small image with a target, of which one pixel is varied to see what a loss makes of it.</summary>
public sealed record ProbeImage
{
    /// <summary>The probability of the truth that the fixed pixels have.</summary>
    public const double Certainty = 0.8;

    const int Side = 9;

    ProbeImage(string description, nint[] spatial, byte[] labels, int varied) =>
        (Description, Spatial, Labels, Varied) = (description, spatial, labels, varied);

    /// <summary>What it shows, in words.</summary>
    public string Description { get; }

    internal nint[] Spatial { get; }

    /// <summary>1 where the foreground is, in row-major order.</summary>
    internal byte[] Labels { get; }

    /// <summary>The pixel that is varied.</summary>
    internal int Varied { get; }

    /// <summary>The image of a kind, with a pixel of the foreground or of the background varied.</summary>
    public static ProbeImage Of(ProbeImageKind kind, bool positive) => kind switch
    {
        ProbeImageKind.Pixel => new("an image of this one pixel", [1], [positive ? (byte)1 : (byte)0], 0),
        ProbeImageKind.Row => new("one of 8 pixels, 4 of them foreground; the others are right with p = 0.8", [8], [1, 1, 1, 1, 0, 0, 0, 0], positive ? 3 : 4),
        _ => Bar(positive),
    };

    /// <summary>The kind of image in which a family shows what it does.</summary>
    public static ProbeImageKind KindFor(LossFamily family) => family switch
    {
        LossFamily.PixelWise => ProbeImageKind.Pixel,
        LossFamily.DistanceBased or LossFamily.Structure => ProbeImageKind.Bar,
        _ => ProbeImageKind.Row,
    };

    /// <summary>The simplest kind of image that says something about all of some losses: one pixel, but for losses of distances and structure.</summary>
    public static ProbeImageKind KindFor(IEnumerable<SegmentationLoss> losses) =>
        losses.Any(NeedsPlane) ? ProbeImageKind.Bar : ProbeImageKind.Pixel;

    /// <summary>Whether a loss looks at distances or structure, of which one pixel has none.</summary>
    public static bool NeedsPlane(SegmentationLoss loss) =>
        WeightedSumLoss.PartsOf(loss).Any(part => KindFor(LossCatalog.EntryOf(part.Loss).Family) == ProbeImageKind.Bar);

    /// <summary>A bar three pixels wide: it has a border to be far from and a skeleton.</summary>
    static ProbeImage Bar(bool positive)
    {
        byte[] labels = new byte[Side * Side];
        for (int row = 1; row < Side - 1; row++) labels.AsSpan(row * Side + 3, 3).Fill(1);
        return new($"one pixel beside or in the middle of a bar 3 wide in {Side} x {Side} pixels; the others are right with p = 0.8",
            [Side, Side], labels, Side / 2 * Side + (positive ? 4 : 6));
    }
}

/// <summary>The kinds of <see cref="ProbeImage"/>.</summary>
public enum ProbeImageKind
{
    /// <summary>One pixel: what the loss is at a point.</summary>
    Pixel,

    /// <summary>Eight pixels, half of them foreground.</summary>
    Row,

    /// <summary>A bar in 9 x 9 pixels, for losses of distances and structure.</summary>
    Bar,
}
