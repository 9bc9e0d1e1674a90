using System.Numerics;
using System.Runtime.InteropServices;
using SegLab.Imaging.Nifti;

namespace SegLab.Imaging.Masks;

/// <summary>Takes labels from the voxels of a NIfTI file.</summary>
static class NiftiLabels
{
    /// <summary>Gives the voxels to a label map.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or a voxel is no label.</exception>
    public static void Read(Stream file, string name, bool isCompressed, Span<byte> buffer, LabelVolume labels)
    {
        using var reader = new NiftiReader(file, isCompressed, name);
        labels.Start(Shape(reader.Header, name), reader.Header.Spacing);
        var sink = new Sink(labels, reader.Header.IsScaled);
        if (reader.ReadVoxels(ref sink, buffer) is { } wrong)
        {
            throw NiftiError.Invalid(
                name, $"{labels.Shape.Place(wrong.Place)} is {wrong.Value}, which is no label; expected whole numbers of 32 bits");
        }
    }

    /// <summary>Reads the shape from the header.</summary>
    /// <exception cref="InvalidDataException">The header is damaged, or not one of a mask or a volume.</exception>
    public static MaskShape ReadShape(Stream file, string name, bool isCompressed)
    {
        using var reader = new NiftiReader(file, isCompressed, name);
        return Shape(reader.Header, name);
    }

    static MaskShape Shape(NiftiHeader header, string name)
        => MaskShape.Of(header.Extents) ?? throw NiftiError.Invalid(
            name, $"it has {string.Join(" x ", header.Extents.Reverse())} voxels, expected two or three axes that are not 1");

    readonly struct Sink(LabelVolume labels, bool isScaled) : IVoxelSink
    {
        // The slope of a NIfTI-1 header has 24 bits, so that a label times it may miss a whole number by as little.
        const double Tolerance = 1e-6;

        public int Take<T>(Span<T> voxels)
            where T : unmanaged, INumber<T>
        {
            if (isScaled && typeof(T) == typeof(double)) Round(MemoryMarshal.Cast<T, double>(voxels));
            int before = labels.Count;
            int wrong = labels.Append<T>(voxels);
            return wrong < 0 ? -1 : wrong - before;
        }

        static void Round(Span<double> values)
        {
            foreach (ref double value in values)
            {
                double rounded = Math.Round(value);
                if (Math.Abs(value - rounded) <= Tolerance * Math.Max(1, Math.Abs(value))) value = rounded;
            }
        }
    }
}
