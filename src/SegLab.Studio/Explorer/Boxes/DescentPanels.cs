using SegLab.Studio.Charts;

namespace SegLab.Studio.Explorer.Boxes;

/// <summary>The charts of descents: IoU and error, drawn thin for all steps and thick as far as they are played.</summary>
static class DescentPanels
{
    /// <summary>Makes both.</summary>
    /// <param name="tracks">The descents.</param>
    /// <param name="step">The step that is played.</param>
    public static IReadOnlyList<ChartPanel> Of(IReadOnlyList<BoxTrack> tracks, int step)
    {
        return [Panel("How well it fits", "IoU", scene => scene.IoU) with { Highest = 1 }, Panel("How far it is off", "|dx| + |dy| + |dw| + |dh|", scene => scene.Error)];

        ChartPanel Panel(string title, string measure, Func<BoxScene, double> of) =>
            new(title, "step", measure, [.. tracks.Select(track => Line(track, step, of))]) { Across = (0, DescentSettings.Steps), Lowest = 0 };
    }

    static LineSeries Line(BoxTrack track, int step, Func<BoxScene, double> of)
    {
        (double X, double Y)[] all = [.. track.Descent.Steps.Select((at, index) => ((double)index, of(at.Scene)))];
        return new LineSeries(track.Name, all[..Math.Min(step + 1, all.Length)]) { Traces = [all], Colour = track.Colour };
    }
}
