using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using SegLab.Losses;
using SegLab.Metrics;

namespace SegLab.Studio.Explorer.Canvas;

/// <summary>The page to paint a truth and a prediction on, with the value and the gradient of every loss.</summary>
public sealed partial class CanvasPage : ComponentBase
{
    const int MostNumbers = 2000;

    readonly PaintedScene scene = new();
    readonly SceneLosses losses = new();
    readonly ScenePictures pictures = new();
    readonly byte[] found = new byte[PaintedScene.Side * PaintedScene.Side];
    readonly IReadOnlyList<IGrouping<string, (int Index, SceneLoss Loss)>> families;
    ConfusionMatrix matrix = new(2);
    Brush brush = new(10, 0.95, Erases: false);
    ElementReference root;
    PageScript? painter;
    int chosen;

    /// <summary>Opens with the first scene.</summary>
    public CanvasPage()
    {
        families = [.. losses.All.Select((loss, index) => (index, loss)).GroupBy(place => FamilyOf(place.index))];
        ScenePreset.All[0].Apply(scene);
        Evaluate();
    }

    [Inject] IJSRuntime Script { get; set; } = null!;

    SceneLoss Chosen => losses.All[chosen];

    /// <summary>Is called by the page's script: paints a stroke, and draws all that follows from it.</summary>
    /// <param name="layer">The number of the <see cref="SceneLayer"/>; another one is ignored.</param>
    /// <param name="points">x and y of each point in turn; too many are cut off.</param>
    [JSInvokable]
    public Task Paint(int layer, double[] points)
    {
        if (points is null || !Enum.IsDefined((SceneLayer)layer)) return Task.CompletedTask;
        return Edit(() => scene.Stroke((SceneLayer)layer, brush, points.AsSpan(0, Math.Min(points.Length, MostNumbers))));
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        painter = await PageScript.StartAsync(Script, "./canvas.js", root, this);
        await Draw();
    }

    /// <summary>Takes the page's script off its elements.</summary>
    public ValueTask DisposeAsync() => painter?.DisposeAsync() ?? ValueTask.CompletedTask;

    Task SetBlur(ChangeEventArgs change) => Edit(() => scene.SetBlur(Number(change, 0, PaintedScene.GreatestBlur)));

    Task Show(ChangeEventArgs change) =>
        int.TryParse($"{change.Value}", out int index) && index >= 0 && index < ScenePreset.All.Count ? Edit(() => ScenePreset.All[index].Apply(scene)) : Task.CompletedTask;

    Task Change(SegmentationLoss loss) => Edit(() => losses.Replace(chosen, new SceneLoss(Chosen.Name, loss)));

    Task Choose(int index)
    {
        chosen = index;
        return Draw();
    }

    Task Edit(Action edit)
    {
        edit();
        Evaluate();
        StateHasChanged();
        return Draw();
    }

    void Evaluate()
    {
        losses.Evaluate(scene);
        for (int i = 0; i < found.Length; i++) found[i] = (byte)(scene.Prediction[i] > 0.5f ? 1 : 0);
        matrix = new ConfusionMatrix(2);
        matrix.Add<byte, byte>(found, scene.Truth);
    }

    async Task Draw()
    {
        if (painter is not null) await painter.CallAsync("draw", pictures.Draw(scene, losses.All, chosen));
    }

    static string FamilyOf(int index) => index < LossCatalog.All.Count ? FamilyName(LossCatalog.All[index].Family) : "Sums with a name";

    static string FamilyName(LossFamily family) => family switch
    {
        LossFamily.PixelWise => "By pixel",
        LossFamily.RegionBased => "By region",
        LossFamily.Ranked => "By rank",
        LossFamily.DistanceBased => "By distance",
        LossFamily.Structure => "By structure",
        _ => "Compound",
    };

    static double Number(ChangeEventArgs change, double least, double most) => Math.Clamp(FieldNumber.Of(change.Value) ?? least, least, most);

    static string Figure(SceneLoss loss) => loss.Fault is null ? loss.Value.ToString("G4", CultureInfo.InvariantCulture) : "–";

    static string Magnitude(double number) => number.ToString("G2", CultureInfo.InvariantCulture);

    static string Share(long count) => ((double)count / (PaintedScene.Side * PaintedScene.Side)).ToString("P1", CultureInfo.InvariantCulture);
}
