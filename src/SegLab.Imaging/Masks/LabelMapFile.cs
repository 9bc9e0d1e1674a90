using Microsoft.Win32.SafeHandles;
using SegLab.Imaging.Npy;
using SegLab.Imaging.Png;

namespace SegLab.Imaging.Masks;

/// <summary>Reads single label maps, and the shapes of many. For the labels of many use <see cref="LabelMapReader"/>.</summary>
public static class LabelMapFile
{
    /// <summary>Reads a file into memory of its own; see <see cref="LabelMapReader.Read"/>.</summary>
    /// <exception cref="InvalidDataException">As for a reader.</exception>
    /// <exception cref="IOException">As for a reader.</exception>
    public static LabelVolume Read(string path, LabelMapOptions? options = null) => new LabelMapReader(options).Read(path);

    /// <summary>Reads the shape alone, from the first bytes of the file; the rest may be damaged.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Which array to look at in an NPZ file.</param>
    /// <exception cref="InvalidDataException">The file is no label map as far as its header tells.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static MaskShape ReadShape(string path, LabelMapOptions? options = null)
    {
        Span<byte> start = stackalloc byte[64];
        using SafeFileHandle handle = File.OpenHandle(path);
        MaskFile file = MaskFile.Open(handle, path, start);
        if (file.Format == MaskFormat.Png)
        {
            PngHeader header = PngHeader.Read(start[..file.Start], path);
            return new MaskShape(header.Height, header.Width);
        }

        using var stream = new FileStream(handle, FileAccess.Read, 1024);
        if (file.Format is MaskFormat.Nifti or MaskFormat.CompressedNifti)
            return NiftiLabels.ReadShape(stream, path, file.Format == MaskFormat.CompressedNifti);
        NpyHeader array = file.Format == MaskFormat.Npy
            ? NpyHeader.Read(stream, file.Length, path, out _)
            : NpzArchive.Use(stream, path, archive => archive.ReadHeader(archive.Choose(options?.Array)));
        return NpyLabels.Shape(array.Shape, path);
    }
}
