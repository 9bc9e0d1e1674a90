using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace SegLab.Studio.Explorer.Boxes;

/// <summary>Plays descents step by step until their last step, or until it is paused or the page is left.</summary>
public sealed partial class DescentPlayer : ComponentBase
{
    static readonly int[] speeds = [5, 20, 60];

    CancellationTokenSource? playing;
    int speed = 20;

    /// <summary>The step that is shown.</summary>
    [Parameter, EditorRequired] public int Step { get; set; }

    /// <summary>The last step.</summary>
    [Parameter, EditorRequired] public int Last { get; set; }

    /// <summary>Is told the step to show.</summary>
    [Parameter] public EventCallback<int> StepChanged { get; set; }

    /// <summary>Stays at the step that is shown.</summary>
    public void Pause()
    {
        playing?.Cancel();
        playing = null;
    }

    /// <inheritdoc />
    public void Dispose() => Pause();

    Task Toggle()
    {
        if (playing is null) return Play();
        Pause();
        return Task.CompletedTask;
    }

    async Task Play()
    {
        using var stop = new CancellationTokenSource();
        playing = stop;
        if (Step >= Last) await StepChanged.InvokeAsync(0);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            while (Step < Last)
            {
                timer.Period = TimeSpan.FromSeconds(1.0 / speed);
                await timer.WaitForNextTickAsync(stop.Token);
                // A browser that draws slowly lets the step arrive here only now.
                if (Step < Last) await StepChanged.InvokeAsync(Step + 1);
            }
        }
        catch (OperationCanceledException)
        {
            // It was paused.
        }
        finally
        {
            if (playing == stop) playing = null;
        }
    }

    Task Go(int step)
    {
        Pause();
        return StepChanged.InvokeAsync(Math.Clamp(step, 0, Last));
    }

    Task Slide(ChangeEventArgs change) => Number(change) is { } step ? Go(step) : Task.CompletedTask;

    void SetSpeed(ChangeEventArgs change)
    {
        if (Number(change) is { } wanted && speeds.Contains(wanted)) speed = wanted;
    }

    static int? Number(ChangeEventArgs change) => int.TryParse($"{change.Value}", NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;
}
