using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace SegLab.Training.Checkpoints;

/// <summary>The element types of safetensors files that can be read, and how their numbers become floats.</summary>
static class SafetensorsElements
{
    /// <summary>What PyTorch's batch normalisation counts and, with a momentum, never uses: such arrays are passed over.</summary>
    const string Counter = ".num_batches_tracked";

    /// <summary>The types of weights, as an error names what was expected.</summary>
    public const string Expected = "\"F32\", \"F16\", \"BF16\" or \"F64\"";

    /// <summary>Whether an array is a count of batches and no weights.</summary>
    public static bool IsCounter(string name) => name.EndsWith(Counter, StringComparison.Ordinal);

    /// <summary>Bytes of a number; 0 for a type that cannot be read.</summary>
    public static int Size(string? type, bool counter) => type switch
    {
        "I64" when counter => sizeof(long),
        "F64" => sizeof(double),
        "F32" => sizeof(float),
        "F16" or "BF16" => sizeof(ushort),
        _ => 0,
    };

    /// <summary>Reads an array from where the stream stands, rounding what has more digits than a float.</summary>
    public static void Read(Stream stream, string type, Span<float> values)
    {
        if (type == "F32")
        {
            stream.ReadExactly(MemoryMarshal.AsBytes(values));
            return;
        }

        var bytes = new byte[(long)values.Length * Size(type, counter: false)];
        stream.ReadExactly(bytes);
        if (type == "F64") TensorPrimitives.ConvertTruncating<double, float>(MemoryMarshal.Cast<byte, double>(bytes), values);
        else if (type == "F16") TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(bytes), values);
        else for (int i = 0; i < values.Length; i++) values[i] = BFloat16(bytes.AsSpan(sizeof(ushort) * i));
    }

    /// <summary>A number of 16 bits that are the upper half of a float's.</summary>
    static float BFloat16(ReadOnlySpan<byte> bytes) =>
        BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16);
}
