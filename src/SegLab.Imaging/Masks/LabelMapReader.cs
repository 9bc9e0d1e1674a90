using Microsoft.Win32.SafeHandles;
using SegLab.Imaging.Npy;
using SegLab.Imaging.Png;

namespace SegLab.Imaging.Masks;

/// <summary>
/// Reads label maps one after another in memory that it keeps: masks of PNG, NPY and NPZ, volumes of NPY, NPZ, NIfTI-1 and NIfTI-2. One
/// reader serves one thread.
/// </summary>
/// <param name="options">What labels stand for; null for the defaults.</param>
public sealed class LabelMapReader(LabelMapOptions? options = null)
{
    const int SmallFile = 1 << 16;

    readonly LabelMapOptions options = options ?? new LabelMapOptions();
    readonly PngDecoder png = new();
    readonly LabelVolume labels = new();
    byte[] buffer = new byte[SmallFile];

    /// <summary>Reads a file. The kind is told by its content.</summary>
    /// <returns>The labels, which are there until this reader reads the next file.</returns>
    /// <remarks>
    /// A NIfTI file of <c>x</c>, <c>y</c>, <c>z</c> is a volume of shape <c>[z, y, x]</c>, as it lies in the file; nothing is turned.
    /// </remarks>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, or of another kind, or holds no label map; the message names it, what is wrong, and where.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public LabelVolume Read(string path)
    {
        using SafeFileHandle handle = File.OpenHandle(path);
        MaskFile file = MaskFile.Open(handle, path, buffer);
        if (file.Format == MaskFormat.Png)
        {
            ReadAll(handle, file);
            png.Decode(buffer, (int)file.Length, path);
            if (PngLabels.Read(png, path, options.Classes, labels)) return labels;
        }
        else
        {
            using var stream = new FileStream(handle, FileAccess.Read, (int)Math.Min(file.Length, SmallFile));
            if (file.Format is MaskFormat.Nifti or MaskFormat.CompressedNifti)
                NiftiLabels.Read(stream, path, file.Format == MaskFormat.CompressedNifti, buffer, labels);
            else if (file.Format == MaskFormat.Npy)
                NpyLabels.Read(NpyFile.Read(stream, path), labels);
            else
                NpyLabels.Read(NpzArchive.Use(stream, path, archive => archive.Read(archive.Choose(options.Array))), labels);
        }

        if (!options.HoldsClasses) options.Classes?.Replace(labels, path);
        return labels;
    }

    void ReadAll(SafeFileHandle handle, MaskFile file)
    {
        int read = file.Start;
        if (file.Length > buffer.Length) Array.Resize(ref buffer, (int)file.Length);
        while (read < file.Length)
        {
            int more = RandomAccess.Read(handle, buffer.AsSpan(read, (int)file.Length - read), read);
            if (more == 0) throw new IOException($"'{file.Path}' became shorter while it was read.");
            read += more;
        }
    }
}
