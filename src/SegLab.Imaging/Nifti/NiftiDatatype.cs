// The names are the point: they are those of nifti1.h.
#pragma warning disable CA1720

namespace SegLab.Imaging.Nifti;

/// <summary>What a voxel is; the numbers are those of nifti1.h.</summary>
enum NiftiDatatype
{
    UInt8 = 2,
    Int16 = 4,
    Int32 = 8,
    Float32 = 16,
    Float64 = 64,
    Int8 = 256,
    UInt16 = 512,
    UInt32 = 768,
    Int64 = 1024,
    UInt64 = 1280,
}

/// <summary>What there is to know of datatypes.</summary>
static class NiftiDatatypes
{
    /// <summary>The bytes of a voxel; 0 for datatypes that are not read.</summary>
    public static int Size(NiftiDatatype type) => type switch
    {
        NiftiDatatype.UInt8 or NiftiDatatype.Int8 => 1,
        NiftiDatatype.Int16 or NiftiDatatype.UInt16 => 2,
        NiftiDatatype.Int32 or NiftiDatatype.UInt32 or NiftiDatatype.Float32 => 4,
        NiftiDatatype.Int64 or NiftiDatatype.UInt64 or NiftiDatatype.Float64 => 8,
        _ => 0,
    };

    /// <summary>What a datatype that is not read stands for, in words.</summary>
    public static string Describe(int code) => code switch
    {
        1 => "single bits",
        32 or 1792 or 2048 => "complex numbers",
        128 or 2304 => "colours",
        1536 => "floating-point numbers of 128 bits",
        _ => "something unknown",
    };
}
