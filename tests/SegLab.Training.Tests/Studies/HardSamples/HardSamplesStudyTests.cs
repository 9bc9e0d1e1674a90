using SegLab.Training.Studies;
using SegLab.Training.Studies.HardSamples;

namespace SegLab.Training.Tests.Studies.HardSamples;

public sealed class HardSamplesStudyTests
{
    static readonly HardSamplesStudy study = new();

    [Fact]
    public void The_seed_decides_every_figure_and_the_threads_none()
    {
        StudyResult first = Run(1, 1), again = Run(1, 3), other = Run(2, 1);
        StudyCheck.IsWhole(first);
        Assert.Equal(StudyCheck.Everything(first), StudyCheck.Everything(again));
        Assert.NotEqual(StudyCheck.Everything(first), StudyCheck.Everything(other));
    }

    [Fact]
    public void It_reports_every_epoch_and_can_be_stopped()
    {
        List<int> done = [];
        study.Run(Arguments(1), new StudyCheck.Recorder(report => done.Add(report.Done)));
        Assert.Equal(Enumerable.Range(1, 4 * 2 * 2), done);
        StudyCheck.CanBeStopped(study, Arguments(1));
    }

    static StudyResult Run(int seed, int threads) => study.Run(Arguments(seed), null, threads, TestContext.Current.CancellationToken);

    static StudyArguments Arguments(int seed) =>
        StudyCheck.Arguments(study, ("seed", seed), ("seeds", 2), ("epochs", 2), ("images", 8), ("size", 16));
}
