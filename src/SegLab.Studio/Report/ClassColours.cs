using SegLab.Imaging;
using SegLab.Imaging.Evaluation;

namespace SegLab.Studio.Report;

/// <summary>The colours of the labels of evaluated masks: those of the class table where it has any, else those of <see cref="ClassPalette"/>.</summary>
sealed class ClassColours(EvaluationSettings settings)
{
    static readonly RgbColor ignored = new(128, 128, 128);

    readonly IReadOnlyList<RgbColor?> table = settings is { Instances: false, Classes: { } classes } ? classes.ClassColors : [];

    /// <summary>The colour of a label.</summary>
    public RgbColor this[int label]
    {
        get
        {
            if (label == settings.Ignored) return ignored;
            if (label >= 0 && label < table.Count && table[label] is { } color) return color;

            // Instances have any number; 0 is what lies between them.
            return ClassPalette.Standard[label is >= 0 and < ClassPalette.Count ? label : 1 + (int)((uint)label % (ClassPalette.Count - 1))];
        }
    }
}
