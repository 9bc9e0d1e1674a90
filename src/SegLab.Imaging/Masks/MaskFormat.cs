using SegLab.Imaging.Nifti;
using SegLab.Imaging.Png;

namespace SegLab.Imaging.Masks;

/// <summary>The kinds of files that hold masks and volumes.</summary>
enum MaskFormat
{
    Png,
    Npy,
    Npz,
    Nifti,
    CompressedNifti,
}

/// <summary>Tells the kinds of files apart by their first bytes; a name may lie.</summary>
static class MaskFormats
{
    /// <summary>How many bytes at the start are enough to tell.</summary>
    public const int Enough = 32;

    static ReadOnlySpan<byte> Npy => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>The format of a file.</summary>
    /// <exception cref="InvalidDataException">It is of none that holds masks.</exception>
    public static MaskFormat Recognize(ReadOnlySpan<byte> start, string path)
    {
        if (start.StartsWith(PngChunkReader.Signature)) return MaskFormat.Png;
        if (start.StartsWith(Npy)) return MaskFormat.Npy;
        if (start.StartsWith("PK\x3\x4"u8) || start.StartsWith("PK\x5\x6"u8)) return MaskFormat.Npz;
        if (start.StartsWith(FileSignature.Gzip)) return MaskFormat.CompressedNifti;
        if (NiftiHeader.Version(start) is not null) return MaskFormat.Nifti;

        string reason = Path.GetExtension(path).Equals(".img", StringComparison.OrdinalIgnoreCase)
            ? "this is perhaps the image half of a pair .hdr and .img; convert the pair to one .nii.gz"
            : start.StartsWith(FileSignature.Jpeg)
            ? "this is a JPEG, which changes labels; save masks as PNG"
            : $"{FileSignature.Describe(start)}, expected a PNG, NPY, NPZ or NIfTI file";
        throw new InvalidDataException($"{path}: {reason}.");
    }
}
