using SegLab.Training.Studies;

namespace SegLab.Cli.Output;

/// <summary>A bar that fills as a study gets on, with what it does; only on a terminal.</summary>
sealed class StudyProgressView : IProgress<StudyProgress>, IDisposable
{
    readonly StatusLine line = new();

    public void Report(StudyProgress value) =>
        line.Show($"{StatusLine.Bar((double)value.Done / value.Total)} {value.Done}/{value.Total}  {value.Step}");

    public void Dispose() => line.Clear();
}
