using System.Numerics.Tensors;
using SegLab.Imaging.Npy;

namespace SegLab.Cli.Commands;

/// <summary>An array that was written to a file, in figures.</summary>
/// <param name="File">The file.</param>
/// <param name="Shape">Its extents.</param>
/// <param name="Least">The least number.</param>
/// <param name="Greatest">The greatest number.</param>
/// <param name="Norm">The root of the sum of squares.</param>
/// <param name="Sum">The sum.</param>
sealed record WrittenArray(string File, nint[] Shape, float Least, float Greatest, double Norm, double Sum)
{
    /// <summary>The largest magnitude.</summary>
    public float Largest => Math.Max(Math.Abs(Least), Math.Abs(Greatest));

    /// <summary>Writes an NPY file of float32.</summary>
    public static WrittenArray Write(string file, float[] numbers, ReadOnlySpan<nint> shape)
    {
        NpyFile.Write(file, new ReadOnlyTensorSpan<float>(numbers, shape));
        (double sum, double squares) = (0, 0);
        foreach (float number in numbers) (sum, squares) = (sum + number, squares + (double)number * number);
        return new WrittenArray(file, shape.ToArray(), TensorPrimitives.Min<float>(numbers), TensorPrimitives.Max<float>(numbers),
            Math.Sqrt(squares), sum);
    }
}
