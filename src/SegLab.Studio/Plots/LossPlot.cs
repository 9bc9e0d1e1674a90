using SegLab.Training.Probes;

namespace SegLab.Studio.Plots;

/// <summary>Curves of losses over what is predicted for one pixel, and the charts that show them.</summary>
public sealed class LossPlot
{
    /// <summary>As many curves as a chart tells apart: eight colours, each solid and dashed.</summary>
    public const int MostLosses = 16;

    const double Flat = 1e-9;
    static readonly bool[] lossThenGradient = [false, true];

    LossPlot(LossPlotSettings settings, ProbeImageKind image, IReadOnlyList<LossPlotCurve> curves) => (Settings, Image, Curves) = (settings, image, curves);

    /// <summary>What it shows.</summary>
    public LossPlotSettings Settings { get; }

    /// <summary>The image that the pixel belongs to.</summary>
    public ProbeImageKind Image { get; }

    /// <summary>The curves: all losses for the foreground pixel, then all for the background pixel, as far as each is shown.</summary>
    public IReadOnlyList<LossPlotCurve> Curves { get; }

    /// <summary>What it shows, in words.</summary>
    public string Title =>
        $"{(Settings is { ShowLoss: true, ShowGradient: true } ? "Loss and gradient" : Settings.ShowLoss ? "Loss" : "Gradient")} against the predicted {(ByLogit ? "logit" : "probability")}";

    /// <summary>What the curves are of, and what cannot be seen in them.</summary>
    public string Note
    {
        get
        {
            string note = Image == ProbeImageKind.Pixel ? "One pixel is the whole image: sums of region losses have one summand." : $"The pixel is {ProbeImage.Of(Image, true).Description}.";
            string[] flat = [.. Curves.GroupBy(curve => curve.Name).Where(group => group.All(curve => IsFlat(curve.Curve))).Select(group => group.Key)];
            if (flat.Length > 0) note += $" Constant here: {string.Join(", ", flat)}.";
            if (Panels.Any(panel => panel.IsCut)) note += " Slopes beyond those at p\u00A0=\u00A00.1 to 0.9 are cut off.";
            return note;
        }
    }

    /// <summary>The charts, in rows: the loss, then the gradient; the foreground pixel, then the background pixel.</summary>
    public IReadOnlyList<LossPlotPanel> Panels => field ??= [.. lossThenGradient
        .Where(gradient => gradient ? Settings.ShowGradient : Settings.ShowLoss)
        .SelectMany(gradient => Curves.GroupBy(curve => curve.Positive).Select(group => LossPlotPanel.Of([.. group], Settings.Against, gradient)))];

    bool ByLogit => Settings.Against == ProbeAxis.Logit;

    /// <summary>Evaluates the losses.</summary>
    /// <exception cref="ArgumentException">A loss has no such curve, or there are none or too many; the message names which and why.</exception>
    public static LossPlot Of(IReadOnlyList<PlottedLoss> losses, LossPlotSettings settings)
    {
        ArgumentNullException.ThrowIfNull(losses);
        ArgumentNullException.ThrowIfNull(settings);
        if (losses.Count is 0 or > MostLosses) throw new ArgumentException($"A plot shows 1 to {MostLosses} losses, not {losses.Count}.");
        ProbeImageKind image = settings.Image ?? ProbeImage.KindFor(losses.Select(loss => loss.Loss));
        bool[] pixels = settings.Positive is { } only ? [only] : [true, false];
        return new LossPlot(settings, image, [.. pixels.SelectMany(positive => losses.Select(loss => Curve(loss, positive)))]);

        LossPlotCurve Curve(PlottedLoss loss, bool positive)
        {
            if (image != ProbeImageKind.Bar && ProbeImage.NeedsPlane(loss.Loss))
                throw new ArgumentException($"'{loss.Name}' looks at distances or structure, which a bar has and one pixel or a row has not.");
            try
            {
                return new LossPlotCurve(loss.Name, positive, LossCurve.Of(loss.Loss, ProbeImage.Of(image, positive), settings.Against));
            }
            catch (Exception wrong) when (wrong is ArgumentException or InvalidOperationException)
            {
                throw new ArgumentException($"'{loss.Name}' has no curve over a pixel of two classes: {wrong.Message}", wrong);
            }
        }
    }

    static bool IsFlat(LossCurve curve)
    {
        (double least, double greatest) = (curve.Points.Min(point => point.Loss), curve.Points.Max(point => point.Loss));
        return greatest - least <= Flat * Math.Max(1, Math.Abs(greatest));
    }
}

/// <summary>A curve of a <see cref="LossPlot"/>.</summary>
/// <param name="Name">What the legend calls the loss.</param>
/// <param name="Positive">Whether the pixel is foreground.</param>
/// <param name="Curve">The curve.</param>
public sealed record LossPlotCurve(string Name, bool Positive, LossCurve Curve);
