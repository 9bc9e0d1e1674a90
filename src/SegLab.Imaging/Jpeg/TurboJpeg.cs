using System.Runtime.InteropServices;

namespace SegLab.Imaging.Jpeg;

/// <summary>
/// The functions of libjpeg-turbo's TurboJPEG that are called here, of its version 2 (2018); version 3 still has them.
/// </summary>
sealed unsafe class TurboJpeg
{
    /// <summary>What the library says when nothing but a warning came of a call.</summary>
    public const int Warning = 0;

    /// <summary>Colour spaces of a file: one channel, and the two of four inks.</summary>
    public const int Grey = 2, Cmyk = 3, Ycck = 4;

    /// <summary>Pixel formats of memory.</summary>
    public const int RgbPixels = 0, GreyPixels = 6;

    static readonly string[] names =
        OperatingSystem.IsWindows() ? ["turbojpeg.dll", "libturbojpeg.dll"]
        : OperatingSystem.IsMacOS() ? ["libturbojpeg.dylib", "/opt/homebrew/lib/libturbojpeg.dylib", "/usr/local/lib/libturbojpeg.dylib"]
        : ["libturbojpeg.so.0", "libturbojpeg.so"];

    static readonly Lazy<TurboJpeg?> installed = new(Load);

    readonly delegate* unmanaged<nint> initDecompress;
    readonly delegate* unmanaged<nint, byte*, CULong, int*, int*, int*, int*, int> decompressHeader;
    readonly delegate* unmanaged<nint, byte*, CULong, byte*, int, int, int, int, int, int> decompress;
    readonly delegate* unmanaged<nint, byte*> errorText;
    readonly delegate* unmanaged<nint, int> errorCode;
    readonly delegate* unmanaged<nint, int> destroy;

    TurboJpeg(nint library)
    {
        initDecompress = (delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "tjInitDecompress");
        decompressHeader = (delegate* unmanaged<nint, byte*, CULong, int*, int*, int*, int*, int>)
            NativeLibrary.GetExport(library, "tjDecompressHeader3");
        decompress = (delegate* unmanaged<nint, byte*, CULong, byte*, int, int, int, int, int, int>)
            NativeLibrary.GetExport(library, "tjDecompress2");
        errorText = (delegate* unmanaged<nint, byte*>)NativeLibrary.GetExport(library, "tjGetErrorStr2");
        errorCode = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "tjGetErrorCode");
        destroy = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "tjDestroy");
    }

    /// <summary>The library of this machine; null where there is none.</summary>
    public static TurboJpeg? Installed => installed.Value;

    /// <summary>Starts a decoder, which <see cref="Destroy"/> ends.</summary>
    public nint Start() => initDecompress();

    /// <summary>Ends a decoder.</summary>
    public void Destroy(nint decoder) => _ = destroy(decoder);

    /// <summary>Reads what stands before the image.</summary>
    /// <returns>Whether there was no error.</returns>
    public bool ReadHeader(nint decoder, ReadOnlySpan<byte> file, out int width, out int height, out int colorSpace)
    {
        fixed (byte* bytes = file)
        {
            int columns, rows, sampling, space;
            int result = decompressHeader(decoder, bytes, new CULong((uint)file.Length), &columns, &rows, &sampling, &space);
            (width, height, colorSpace) = (columns, rows, space);
            return result == 0;
        }
    }

    /// <summary>Reads the image into memory that has room for it, row after row.</summary>
    /// <returns>Whether there was neither an error nor a warning.</returns>
    public bool ReadPixels(nint decoder, ReadOnlySpan<byte> file, Span<byte> pixels, int width, int height, int format)
    {
        fixed (byte* bytes = file, target = pixels)
            return decompress(decoder, bytes, new CULong((uint)file.Length), target, width, 0, height, format, 0) == 0;
    }

    /// <summary>What went wrong in the last call.</summary>
    public (string Text, bool IsWarning) Error(nint decoder)
        => (Marshal.PtrToStringUTF8((nint)errorText(decoder)) ?? "unknown error", errorCode(decoder) == Warning);

    static TurboJpeg? Load()
    {
        foreach (string name in names)
        {
            if (!NativeLibrary.TryLoad(name, out nint library)) continue;
            try
            {
                return new TurboJpeg(library);
            }
            catch (EntryPointNotFoundException)
            {
                // Older than 2.0, or something else of the same name: as good as none.
            }
        }

        return null;
    }
}
