using SegLab.Boxes;

namespace SegLab.Studio.Explorer.Boxes;

/// <summary>How a box descends.</summary>
public sealed record DescentSettings
{
    /// <summary>The most steps.</summary>
    public const int Steps = RegressionProtocol.Steps;

    /// <summary>The learning rate of the DIoU paper's simulation.</summary>
    public const double PublishedLearningRate = 0.1;

    /// <summary>The numbers that move against their gradient (default: center and size, as in the paper).</summary>
    public BoxFormat Format { get; init; } = BoxFormat.CenterSize;

    /// <summary>The learning rate of the first step, above 0 to 1 (default: the paper's).</summary>
    public double LearningRate { get; init; } = PublishedLearningRate;

    /// <summary>How it goes on (default: as in the paper).</summary>
    public DescentSchedule Schedule { get; init; }

    /// <summary>Whether a number can be a <see cref="LearningRate"/>.</summary>
    public static bool IsLearningRate(double number) => number is > 0 and <= 1;

    /// <summary>The rate of a step.</summary>
    /// <param name="step">The step, from 1.</param>
    /// <param name="iou">The IoU before it.</param>
    public double Rate(int step, double iou) => Schedule == DescentSchedule.Constant
        ? LearningRate
        : LearningRate * (RegressionProtocol.Rate(step) / RegressionProtocol.Rate(1)) * (2 - iou);
}

/// <summary>How the learning rate changes while a box descends.</summary>
public enum DescentSchedule
{
    /// <summary>As in the simulation of "Distance-IoU Loss" (Zheng et al. 2020, arXiv:1911.08287): times 2 - IoU, a tenth from step 161, a hundredth from step 181.</summary>
    Simulation,

    /// <summary>Not at all.</summary>
    Constant,
}
