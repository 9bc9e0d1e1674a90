using SegLab.Training.Studies.AllChannels;
using SegLab.Training.Studies.EasyPixels;
using SegLab.Training.Studies.HardSamples;
using SegLab.Training.Studies.Imbalance;
using SegLab.Training.Studies.Objects;
using SegLab.Training.Studies.Stability;

namespace SegLab.Training.Studies;

/// <summary>Every study, once: what the command line reads.</summary>
public static class StudyCatalog
{
    /// <summary>All studies.</summary>
    public static IReadOnlyList<Study> All { get; } =
    [
        new ObjectsStudy(),
        new AllChannelsStudy(),
        new EasyPixelsStudy(),
        new ImbalanceStudy(),
        new StabilityStudy(),
        new HardSamplesStudy(),
    ];
}
