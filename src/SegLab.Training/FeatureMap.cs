using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace SegLab.Training;

/// <summary>A dense float tensor <c>[batch, channels, height, width]</c> in memory that does not move, on a 64-byte boundary.</summary>
public sealed unsafe class FeatureMap
{
    readonly float[] memory;

    /// <summary>Allocates a tensor of zeros.</summary>
    public FeatureMap(int batch, int channels, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batch);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        (Batch, Channels, Height, Width) = (batch, channels, height, width);
        Length = checked(batch * channels * height * width);
        const int alignment = 64 / sizeof(float);
        memory = GC.AllocateArray<float>(Length + 2 * alignment, pinned: true);
        nuint address = (nuint)Unsafe.AsPointer(ref memory[0]);
        Pointer = (float*)((address + 63) & ~(nuint)63);
    }

    /// <summary>Images.</summary>
    public int Batch { get; }

    /// <summary>Channels of an image.</summary>
    public int Channels { get; }

    /// <summary>Rows of a plane.</summary>
    public int Height { get; }

    /// <summary>Columns of a plane.</summary>
    public int Width { get; }

    /// <summary>How many numbers it holds.</summary>
    public int Length { get; }

    /// <summary>All values: images, in them channels, in them rows.</summary>
    public Span<float> Values => new(Pointer, Length);

    /// <summary>The values as a tensor <c>[batch, channels, height, width]</c>.</summary>
    public TensorSpan<float> AsTensorSpan() => new(Values, [Batch, Channels, Height, Width]);

    /// <summary>The first value; valid as long as this object lives.</summary>
    internal float* Pointer { get; }

    /// <summary>One plane, row after row.</summary>
    public Span<float> Plane(int image, int channel) =>
        Values.Slice((image * Channels + channel) * Height * Width, Height * Width);
}
