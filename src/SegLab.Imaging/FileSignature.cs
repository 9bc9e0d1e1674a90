namespace SegLab.Imaging;

/// <summary>Says what a file is that is not what was expected, by its first bytes.</summary>
static class FileSignature
{
    /// <summary>The two bytes that every gzip file starts with.</summary>
    public static ReadOnlySpan<byte> Gzip => [0x1F, 0x8B];

    /// <summary>The three bytes that every JPEG file starts with.</summary>
    public static ReadOnlySpan<byte> Jpeg => [0xFF, 0xD8, 0xFF];

    /// <summary>A file in words, as the beginning of an error.</summary>
    public static string Describe(ReadOnlySpan<byte> file)
        => file.IsEmpty ? "the file is empty"
        : file.StartsWith(Jpeg) ? "this is a JPEG"
        : file.StartsWith("GIF8"u8) ? "this is a GIF"
        : file.StartsWith("BM"u8) ? "this is a BMP"
        : file.StartsWith("II*\0"u8) || file.StartsWith("MM\0*"u8) ? "this is a TIFF"
        : file.Length >= 12 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8) ? "this is a WebP"
        : file.StartsWith("version https://git-lfs"u8) ? "this is a Git LFS pointer, not the file itself"
        : "this is no image file known here";
}
