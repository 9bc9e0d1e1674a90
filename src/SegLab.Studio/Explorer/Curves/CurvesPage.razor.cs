using System.Globalization;
using Microsoft.AspNetCore.Components;
using SegLab.Losses;
using SegLab.Studio.Charts;
using SegLab.Studio.Plots;
using SegLab.Training.Probes;

namespace SegLab.Studio.Explorer.Curves;

/// <summary>The page of curves: several losses over one pixel's prediction, with all their options. Its address holds what it shows.</summary>
public sealed partial class CurvesPage : ComponentBase
{
    const int MostText = 500;

    static readonly string[] usual = ["ce", "focal", "dice"];
    static readonly string[] known = [.. LossCatalog.All.Select(entry => entry.Name), .. LossCatalog.Recipes.Select(recipe => recipe.Name), "focal(gamma=0:5:1)"];

    readonly List<CurveSpec> specs = [];
    LossPlotSettings settings = new();
    LossPlot? plot;
    IReadOnlyList<ChartPanel> panels = [];
    int chosen;
    string added = "";
    string? fault, shown;

    /// <summary>The losses in the text form.</summary>
    [SupplyParameterFromQuery(Name = "loss")] public string[]? Losses { get; set; }

    /// <summary><c>probability</c> or <c>logit</c>.</summary>
    [SupplyParameterFromQuery] public string? Against { get; set; }

    /// <summary><c>both</c>, <c>positive</c> or <c>negative</c>.</summary>
    [SupplyParameterFromQuery] public string? Pixel { get; set; }

    /// <summary><c>both</c>, <c>loss</c> or <c>gradient</c>.</summary>
    [SupplyParameterFromQuery] public string? Show { get; set; }

    /// <summary><c>auto</c>, <c>pixel</c>, <c>row</c> or <c>bar</c>.</summary>
    [SupplyParameterFromQuery] public string? Image { get; set; }

    string Command => $"seglab plot {string.Join(' ', specs.Select(spec => $"'{spec.Text}'"))}"
        + (settings.Against == ProbeAxis.Logit ? " --against logit" : "")
        + (settings.Positive is { } positive ? $" --pixel {(positive ? "positive" : "negative")}" : "")
        + (ShowText(settings) is not "both" and var show ? $" --show {show}" : "")
        + (settings.Image is not null ? $" --image {ImageText(settings.Image)}" : "")
        + " --out plot.svg";

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        // The address also changes because this page has changed it.
        if (Navigation.Uri == shown) return;
        (shown, fault, chosen) = (Navigation.Uri, null, 0);
        specs.Clear();
        settings = new LossPlotSettings
        {
            Against = AxisOf(Against),
            Positive = PositiveOf(Pixel),
            ShowLoss = Show != "gradient",
            ShowGradient = Show != "loss",
            Image = KindOf(Image),
        };
        Try(() => specs.AddRange((Losses is { Length: > 0 } ? Losses : usual).SelectMany(Parse)));
        Draw();
    }

    void Choose(int index) => chosen = index;

    void Remove(int index)
    {
        specs.RemoveAt(index);
        chosen = Math.Clamp(chosen > index ? chosen - 1 : chosen, 0, Math.Max(0, specs.Count - 1));
        Update();
    }

    void Add()
    {
        fault = null;
        if (added.Trim().Length == 0) return;
        Try(() =>
        {
            IReadOnlyList<CurveSpec> more = Parse(added.Trim());
            _ = Plot([.. specs, .. more], settings);
            chosen = specs.Count;
            specs.AddRange(more);
            added = "";
            Update();
        });
    }

    void Change(SegmentationLoss loss)
    {
        fault = null;
        Try(() =>
        {
            CurveSpec changed = Parse(loss.ToString()).Single();
            List<CurveSpec> all = [.. specs];
            all[chosen] = changed;
            _ = Plot(all, settings);
            specs[chosen] = changed;
            Update();
        });
    }

    void SetAxis(ChangeEventArgs change) => Set(settings with { Against = AxisOf($"{change.Value}") });

    void SetPixel(ChangeEventArgs change) => Set(settings with { Positive = PositiveOf($"{change.Value}") });

    void SetShow(ChangeEventArgs change) => Set(settings with { ShowLoss = $"{change.Value}" != "gradient", ShowGradient = $"{change.Value}" != "loss" });

    void SetImage(ChangeEventArgs change) => Set(settings with { Image = KindOf($"{change.Value}") });

    void Set(LossPlotSettings wanted)
    {
        fault = null;
        Try(() =>
        {
            if (specs.Count > 0) _ = Plot(specs, wanted);
            settings = wanted;
            Update();
        });
    }

    /// <summary>Draws, and puts what is shown into the address.</summary>
    void Update()
    {
        Draw();
        shown = Navigation.ToAbsoluteUri(Navigation.GetUriWithQueryParameters("/", new Dictionary<string, object?>
        {
            ["loss"] = specs.Select(spec => spec.Text).ToArray(),
            ["against"] = settings.Against == ProbeAxis.Logit ? "logit" : null,
            ["pixel"] = settings.Positive is null ? null : PixelText(settings.Positive),
            ["show"] = ShowText(settings) is "both" ? null : ShowText(settings),
            ["image"] = settings.Image is null ? null : ImageText(settings.Image),
        })).AbsoluteUri;
        Navigation.NavigateTo(shown, replace: true);
    }

    void Draw()
    {
        plot = null;
        if (specs.Count > 0) Try(() => plot = Plot(specs, settings));
        panels = plot is null ? [] : [.. plot.Panels.Select(panel => panel.Chart)];
    }

    void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException)
        {
            fault = wrong.Message;
        }
    }

    static LossPlot Plot(IEnumerable<CurveSpec> specs, LossPlotSettings settings) =>
        LossPlot.Of([.. specs.Select(spec => new PlottedLoss(spec.Text, spec.Loss))], settings);

    static IReadOnlyList<CurveSpec> Parse(string text) => text.Length <= MostText
        ? [.. PlottedLoss.Parse(text).Select(loss => new CurveSpec(loss.Name, loss.Loss))]
        : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"A loss is written in up to {MostText} characters, not {text.Length}."));

    static ProbeAxis AxisOf(string? text) => text == "logit" ? ProbeAxis.Logit : ProbeAxis.Probability;

    static bool? PositiveOf(string? text) => text switch { "positive" => true, "negative" => false, _ => null };

    static ProbeImageKind? KindOf(string? text) => text switch { "pixel" => ProbeImageKind.Pixel, "row" => ProbeImageKind.Row, "bar" => ProbeImageKind.Bar, _ => null };

    static string PixelText(bool? positive) => positive switch { true => "positive", false => "negative", null => "both" };

    static string ShowText(LossPlotSettings settings) => settings switch { { ShowGradient: false } => "loss", { ShowLoss: false } => "gradient", _ => "both" };

    static string ImageText(ProbeImageKind? image) => image switch { ProbeImageKind.Pixel => "pixel", ProbeImageKind.Row => "row", ProbeImageKind.Bar => "bar", _ => "auto" };
}
