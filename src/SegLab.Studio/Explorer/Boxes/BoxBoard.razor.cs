using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using SegLab.Studio.Charts;

namespace SegLab.Studio.Explorer.Boxes;

/// <summary>The drawing of both boxes, which one drags, with arrows and descents.</summary>
public sealed partial class BoxBoard : ComponentBase
{
    /// <summary>The name of the box that does not descend.</summary>
    public const string Target = "target";

    /// <summary>The name of the box that does.</summary>
    public const string Predicted = "predicted";

    const double LabelRoom = 0.25;

    ElementReference board;
    PageScript? dragging;

    [Inject] IJSRuntime Script { get; set; } = null!;

    /// <summary>The boxes.</summary>
    [Parameter, EditorRequired] public BoxScene Scene { get; set; }

    /// <summary>The losses that are shown.</summary>
    [Parameter, EditorRequired] public IReadOnlyList<BoxTrack> Tracks { get; set; } = [];

    /// <summary>The step of the descents that is shown; 0 for the boxes as they lie.</summary>
    [Parameter] public int Step { get; set; }

    /// <summary>The learning rate whose step the arrows show.</summary>
    [Parameter] public double Scale { get; set; } = 1;

    /// <summary>What has arrows.</summary>
    [Parameter] public ArrowPlace Arrows { get; set; }

    /// <summary>Whether the intersection is filled.</summary>
    [Parameter] public bool ShowsOverlap { get; set; }

    /// <summary>Whether the enclosing box is drawn.</summary>
    [Parameter] public bool ShowsEnclosing { get; set; }

    /// <summary>Whether the distance of the centers and the enclosing diagonal are drawn.</summary>
    [Parameter] public bool ShowsDistance { get; set; }

    /// <summary>Is told where the boxes lie now.</summary>
    [Parameter] public EventCallback<BoxScene> Changed { get; set; }

    /// <summary>Is told that a box has been let go.</summary>
    [Parameter] public EventCallback Settled { get; set; }

    /// <summary>Is called by the page's script when a box has been moved. What is no box on the board changes nothing.</summary>
    /// <param name="name"><see cref="Target"/> or <see cref="Predicted"/>.</param>
    /// <param name="sides">Its left, upper, right and lower side in the drawing's units.</param>
    /// <param name="settled">Whether it has been let go.</param>
    /// <returns>Where it is then, in the same way; null when there is no such box.</returns>
    [JSInvokable]
    public async Task<double[]?> Move(string? name, double?[]? sides, bool settled)
    {
        if (name is not (Target or Predicted)) return null;
        if (sides is [{ } left, { } top, { } right, { } bottom]
            && new BoxSides(Board.Length(left), Board.Length(top), Board.Length(right), Board.Length(bottom)) is var box && BoxScene.Holds(box))
        {
            BoxScene moved = name == Target ? Scene with { Target = box } : Scene with { Predicted = box };
            if (moved != Scene) await Changed.InvokeAsync(moved);
        }

        if (settled) await Settled.InvokeAsync();
        BoxSides now = name == Target ? Scene.Target : Scene.Predicted;
        return [Board.Drawn(now.Left), Board.Drawn(now.Top), Board.Drawn(now.Right), Board.Drawn(now.Bottom)];
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender) dragging = await PageScript.StartAsync(Script, "./boxes.js", board, this);
    }

    /// <summary>Takes the page's script off the drawing.</summary>
    public ValueTask DisposeAsync() => dragging?.DisposeAsync() ?? ValueTask.CompletedTask;

    static bool HasRoomBelow(BoxSides box) => box.Bottom + LabelRoom < BoxScene.BoardHeight;

    static string Line(double x, double y, double toX, double toY) => Svg.Path([(Board.Drawn(x), Board.Drawn(y)), (Board.Drawn(toX), Board.Drawn(toY))]);
}
