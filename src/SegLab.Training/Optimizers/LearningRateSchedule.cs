using System.Text.Json.Serialization;

namespace SegLab.Training.Optimizers;

/// <summary>How the learning rate changes from step to step.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LearningRateSchedule>))]
public enum LearningRateSchedule
{
    /// <summary>Falls to zero as (1 - step / steps)^0.9, the rule of the DeepLab papers (Chen et al. 2017).</summary>
    Poly,

    /// <summary>Stays what it is.</summary>
    Constant,
}

static class LearningRateScheduleExtensions
{
    /// <summary>The learning rate of a step.</summary>
    /// <param name="schedule">The rule.</param>
    /// <param name="initial">The learning rate of the first step.</param>
    /// <param name="step">The step, from 0.</param>
    /// <param name="steps">Steps of the whole training.</param>
    public static double At(this LearningRateSchedule schedule, double initial, long step, long steps) => schedule switch
    {
        LearningRateSchedule.Poly => initial * Math.Pow(1 - (double)step / steps, 0.9),
        LearningRateSchedule.Constant => initial,
        _ => throw new ArgumentOutOfRangeException(nameof(schedule), schedule, "Schedules are Poly and Constant."),
    };
}
