using System.Globalization;
using Microsoft.AspNetCore.Components;
using SegLab.Boxes;
using SegLab.Studio.Charts;

namespace SegLab.Studio.Explorer.Boxes;

/// <summary>The page of two boxes: all box losses, their gradients as arrows, and descents. Its address holds what it shows.</summary>
public sealed partial class BoxesPage : ComponentBase
{
    const int MostText = 200, MostRows = 40;

    static readonly string[] usual = ["giou", "diou"];

    readonly List<BoxLossRow> rows = [];
    BoxScene scene = BoxPreset.All[0].Scene;
    DescentSettings settings = new();
    IReadOnlyList<BoxTrack> tracks = [];
    IReadOnlyList<ChartPanel> panels = [];
    ArrowPlace arrows;
    DescentPlayer? player;
    double scale = 1;
    int chosen, step;
    bool showsOverlap, showsEnclosing, showsDistance;
    string added = "";
    string? fault, shown;

    /// <summary>The losses that are drawn, in the text form.</summary>
    [SupplyParameterFromQuery(Name = "loss")] public string[]? Losses { get; set; }

    /// <summary>The target's sides, as <c>left,top,right,bottom</c>.</summary>
    [SupplyParameterFromQuery] public string? Target { get; set; }

    /// <summary>The predicted box's sides.</summary>
    [SupplyParameterFromQuery] public string? Predicted { get; set; }

    /// <summary><c>cxcywh</c>, <c>xyxy</c> or <c>xywh</c>.</summary>
    [SupplyParameterFromQuery] public string? Format { get; set; }

    /// <summary>The learning rate.</summary>
    [SupplyParameterFromQuery] public string? Rate { get; set; }

    /// <summary><c>simulation</c> or <c>constant</c>.</summary>
    [SupplyParameterFromQuery] public string? Schedule { get; set; }

    string ArrowNote => arrows == ArrowPlace.None ? "" : tracks.Any(track => track.Descent.At(step).Gradient.Length > 0)
        ? $"An arrow ends where a step of learning rate {BoxesAddress.NumberText(scale)} would take its {(arrows == ArrowPlace.Corners ? "corner" : "side")}."
        : "There is no arrow where the gradient is 0.";

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        // The address also changes because this page has changed it.
        if (Navigation.Uri == shown) return;
        (shown, fault, step, chosen) = (Navigation.Uri, null, 0, 0);
        scene = BoxesAddress.SceneOf(Target, Predicted) ?? BoxPreset.All[0].Scene;
        settings = BoxesAddress.SettingsOf(Format, Rate, Schedule);
        rows.Clear();
        rows.AddRange(BoxLossCatalog.All.Select(entry => BoxLossRow.Of(entry)));
        foreach (string text in Losses is { Length: > 0 } ? Losses : usual) Try(() => chosen = Draw(text));
        Evaluate();
    }

    void Move(BoxScene moved)
    {
        scene = moved;
        Go(0);
        player?.Pause();
        Evaluate();
    }

    void Show(BoxPreset preset)
    {
        Move(preset.Scene);
        Keep();
    }

    void Go(int wanted)
    {
        step = wanted;
        panels = DescentPanels.Of(tracks, step);
    }

    void Toggle(int index) => Edit(() => rows[index] = rows[index] with { IsShown = !rows[index].IsShown });

    void Pick(int index) => Edit(() => rows[chosen = index] = rows[index] with { IsShown = true });

    void Remove(int index) => Edit(() =>
    {
        rows.RemoveAt(index);
        if (chosen >= index) chosen--;
    });

    void Change(BoxLoss loss) => Edit(() => rows[chosen] = new BoxLossRow(loss) { IsShown = rows[chosen].IsShown });

    void Add()
    {
        if (added.Trim().Length == 0) return;
        Edit(() =>
        {
            chosen = Draw(added.Trim());
            added = "";
        });
    }

    void SetFormat(ChangeEventArgs change) => Edit(() => settings = settings with { Format = BoxesAddress.FormatOf($"{change.Value}") });

    void SetSchedule(ChangeEventArgs change) => Edit(() => settings = settings with { Schedule = BoxesAddress.ScheduleOf($"{change.Value}") });

    void SetLearningRate(ChangeEventArgs change) => Edit(() => settings = FieldNumber.Of(change.Value) is { } rate && DescentSettings.IsLearningRate(rate)
        ? settings with { LearningRate = rate }
        : throw new FormatException($"A learning rate is above 0, to 1, not '{Svg.Shorten($"{change.Value}", 20)}'."));

    /// <summary>Marks the row of a loss as shown, adds one where there is none, and returns its index.</summary>
    int Draw(string text)
    {
        if (text.Length > MostText) throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"A box loss is written in up to {MostText} characters, not {text.Length}."));
        var row = new BoxLossRow(BoxLoss.Parse(text)) { IsShown = true };
        int index = rows.FindIndex(known => known.Loss.Equals(row.Loss));
        if (index < 0 && rows.Count >= MostRows) throw new FormatException($"There are {MostRows} losses already: remove one.");
        if (index < 0) rows.Add(row);
        else rows[index] = row;
        return index < 0 ? rows.Count - 1 : index;
    }

    void Edit(Action edit)
    {
        fault = null;
        Try(edit);
        Evaluate();
        Keep();
    }

    void Evaluate()
    {
        for (int i = 0; i < rows.Count; i++) rows[i] = rows[i] with { Gradient = BoxGradient.Of(rows[i].Loss, scene, settings.Format) };
        tracks = [.. rows.Index().Where(row => row.Item.IsShown).Select(row => new BoxTrack(row.Index, row.Item.Text, BoxDescent.Of(row.Item.Loss, scene, settings)))];
        scale = BoxArrow.ScaleOf(tracks.Select(track => track.Descent.Steps[0].Gradient.Descent));
        panels = DescentPanels.Of(tracks, step);
    }

    /// <summary>Puts what is shown into the address.</summary>
    void Keep()
    {
        shown = Navigation.ToAbsoluteUri(Navigation.GetUriWithQueryParameters("boxes",
            BoxesAddress.Of(rows.Where(row => row.IsShown).Select(row => row.Text), scene, settings))).AbsoluteUri;
        Navigation.NavigateTo(shown, replace: true);
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
}
