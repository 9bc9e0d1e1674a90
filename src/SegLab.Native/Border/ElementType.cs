namespace SegLab.Native;

/// <summary>The types of elements, with the numbers of the header.</summary>
enum ElementType
{
    Float32 = 1,
    UInt8 = 2,
    Int16 = 3,
    Int32 = 4,
    Int64 = 5,
    Float64 = 6,
}

static class ElementTypes
{
    public static ElementType Of<T>() =>
        typeof(T) == typeof(float) ? ElementType.Float32
        : typeof(T) == typeof(byte) ? ElementType.UInt8
        : typeof(T) == typeof(short) ? ElementType.Int16
        : typeof(T) == typeof(int) ? ElementType.Int32
        : typeof(T) == typeof(long) ? ElementType.Int64
        : typeof(T) == typeof(double) ? ElementType.Float64
        : throw new NotSupportedException($"{typeof(T)} is no type of elements.");

    /// <summary>What a message calls it.</summary>
    public static string Name(ElementType type) => type switch
    {
        ElementType.Float32 => "float32",
        ElementType.UInt8 => "uint8",
        ElementType.Int16 => "int16",
        ElementType.Int32 => "int32",
        ElementType.Int64 => "int64",
        ElementType.Float64 => "float64",
        _ => $"{(int)type}, which is none,",
    };
}
