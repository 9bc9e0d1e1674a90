using SegLab.Training.Studies;

namespace SegLab.Training.Tests.Studies;

/// <summary>What every study that trains must keep: figures follow from the arguments alone, progress is complete, and it can be stopped.</summary>
static class StudyCheck
{
    /// <summary>The arguments of a study by name; the others have their defaults.</summary>
    public static StudyArguments Arguments(Study study, params (string Name, double Value)[] given) =>
        new(given.Select(pair => (study.Parameters.First(parameter => parameter.Name == pair.Name), pair.Value)));

    /// <summary>Every cell, sentence and point of a result.</summary>
    public static string[] Everything(StudyResult result) =>
    [
        .. result.Setup, .. result.Verdict,
        .. result.Tables.SelectMany(table => table.Rows).SelectMany(row => row).Select(cell => cell.ToString()),
        .. result.Figures.SelectMany(figure => figure.Charts).SelectMany(chart => chart.Lines).SelectMany(line => line.Points).Select(point => point.ToString()),
    ];

    /// <summary>Every row has a cell for each of its columns, and every figure has points.</summary>
    public static void IsWhole(StudyResult result)
    {
        Assert.All(result.Tables, table => Assert.All(table.Rows, row => Assert.Equal(table.Columns.Count, row.Count)));
        Assert.All(result.Tables, table => Assert.NotEmpty(table.Rows));
        Assert.All(result.Figures.SelectMany(figure => figure.Charts).SelectMany(chart => chart.Lines), line => Assert.NotEmpty(line.Points));
        Assert.NotEmpty(result.Verdict);
    }

    /// <summary>Stops a study at its first report.</summary>
    public static void CanBeStopped(Study study, StudyArguments arguments)
    {
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => study.Run(arguments, new Recorder(_ => stop.Cancel()), stop.Token));
    }

    /// <summary>Calls at once.</summary>
    public sealed class Recorder(Action<StudyProgress> report) : IProgress<StudyProgress>
    {
        public void Report(StudyProgress value) => report(value);
    }
}
