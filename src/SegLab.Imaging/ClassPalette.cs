namespace SegLab.Imaging;

/// <summary>
/// The colours of masks and reports, for up to 256 classes. Class 0, often the background, is dark; then come the seven colours of Okabe
/// and Ito (2008), made to be told apart by people who see few colours; each further one is as far as can be from all before it, as
/// seen with full, with red-blind and with green-blind sight. The label to ignore is grey.
/// </summary>
public sealed class ClassPalette(int? ignoreLabel = null)
{
    /// <summary>How many labels have a colour.</summary>
    public const int Count = 256;

    static readonly RgbColor grey = new(128, 128, 128);

    static readonly RgbColor[] first =
    [
        new(24, 32, 64), new(230, 159, 0), new(86, 180, 233), new(0, 158, 115),
        new(240, 228, 66), new(0, 114, 178), new(213, 94, 0), new(204, 121, 167),
    ];

    static readonly Lazy<RgbColor[]> colors = new(Choose);

    /// <summary>The colours where every label is a class.</summary>
    public static ClassPalette Standard { get; } = new();

    /// <summary>The colour of a label, 0 to 255.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The label is not in 0 to 255 and not the one to ignore.</exception>
    public RgbColor this[int label]
    {
        get
        {
            if (label == ignoreLabel) return grey;
            ArgumentOutOfRangeException.ThrowIfNegative(label);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(label, Count);
            return label < first.Length ? first[label] : colors.Value[label];
        }
    }

    static RgbColor[] Choose()
    {
        const int Levels = 16;
        var chosen = new RgbColor[Count];
        var candidates = new (RgbColor Color, PerceivedColor Look)[Levels * Levels * Levels];
        double[] distances = new double[candidates.Length];
        for (int i = 0; i < candidates.Length; i++)
        {
            var color = new RgbColor((byte)(i / 256 * 17), (byte)(i / 16 % 16 * 17), (byte)(i % 16 * 17));
            candidates[i] = (color, new PerceivedColor(color));
        }

        Array.Fill(distances, double.MaxValue);
        KeepAwayFrom(grey);
        for (int k = 0; k < Count; k++)
        {
            chosen[k] = k < first.Length ? first[k] : candidates[Array.IndexOf(distances, distances.Max())].Color;
            KeepAwayFrom(chosen[k]);
        }

        return chosen;

        void KeepAwayFrom(RgbColor color)
        {
            var look = new PerceivedColor(color);
            for (int i = 0; i < candidates.Length; i++) distances[i] = Math.Min(distances[i], look.SquaredDistance(candidates[i].Look));
        }
    }
}
