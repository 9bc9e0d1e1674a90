// The names are the point: they are NumPy's.
#pragma warning disable CA1720

namespace SegLab.Imaging.Npy;

/// <summary>What an NPY file holds; the names are NumPy's.</summary>
public enum NpyElementType
{
    /// <summary>True or false, a byte each.</summary>
    Bool,

    /// <summary>Signed integers of 8 bits.</summary>
    Int8,

    /// <summary>Signed integers of 16 bits.</summary>
    Int16,

    /// <summary>Signed integers of 32 bits.</summary>
    Int32,

    /// <summary>Signed integers of 64 bits.</summary>
    Int64,

    /// <summary>Unsigned integers of 8 bits.</summary>
    UInt8,

    /// <summary>Unsigned integers of 16 bits.</summary>
    UInt16,

    /// <summary>Unsigned integers of 32 bits.</summary>
    UInt32,

    /// <summary>Unsigned integers of 64 bits.</summary>
    UInt64,

    /// <summary>Floating-point numbers of 16 bits.</summary>
    Float16,

    /// <summary>Floating-point numbers of 32 bits.</summary>
    Float32,

    /// <summary>Floating-point numbers of 64 bits.</summary>
    Float64,
}
