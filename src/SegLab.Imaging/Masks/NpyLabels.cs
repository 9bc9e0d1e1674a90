using SegLab.Imaging.Npy;

namespace SegLab.Imaging.Masks;

/// <summary>Takes labels from an array of an NPY or NPZ file.</summary>
static class NpyLabels
{
    /// <summary>Gives the numbers of an array to a label map.</summary>
    /// <exception cref="InvalidDataException">The array is no mask and no volume, or a number is no label.</exception>
    public static void Read(NpyArray array, LabelVolume labels)
    {
        labels.Start(Shape(array.Shape, array.Name));
        int wrong = array.AppendTo(labels);
        if (wrong < 0) return;
        double value = array.ToArray<double>()[wrong];
        throw NpyError.Invalid(array.Name, $"{labels.Shape.Place(wrong)} is {value}, which is no label; expected whole numbers of 32 bits");
    }

    /// <summary>The extents of an array as those of a mask or a volume.</summary>
    /// <exception cref="InvalidDataException">No mask and no volume has them.</exception>
    public static MaskShape Shape(ReadOnlySpan<nint> extents, string name)
        => MaskShape.Of(extents) ?? throw NpyError.Invalid(
            name, $"its shape ({string.Join(", ", extents.ToArray())}) is no label map's; expected [height, width] or [depth, height, width], none of them 0");
}
