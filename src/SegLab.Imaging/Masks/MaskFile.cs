using Microsoft.Win32.SafeHandles;

namespace SegLab.Imaging.Masks;

/// <summary>A file that is open, and what its first bytes tell.</summary>
/// <param name="Path">Its path, as errors say it.</param>
/// <param name="Format">What kind of file it is.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="Start">How many of them were read to tell.</param>
readonly record struct MaskFile(string Path, MaskFormat Format, long Length, int Start)
{
    /// <summary>Reads as much of a file as a buffer holds, a small one whole.</summary>
    /// <exception cref="InvalidDataException">The file is of no format that holds masks, or too long.</exception>
    /// <exception cref="IOException">It is a pipe, or cannot be read.</exception>
    public static MaskFile Open(SafeFileHandle handle, string path, Span<byte> buffer)
    {
        int start = 0;
        long length;
        try
        {
            length = RandomAccess.GetLength(handle);
            int wanted = (int)Math.Min(length, buffer.Length);
            while (start < wanted)
            {
                int read = RandomAccess.Read(handle, buffer[start..wanted], start);
                if (read == 0) throw new IOException($"'{path}' became shorter while it was read.");
                start += read;
            }
        }
        catch (NotSupportedException)
        {
            throw new IOException($"'{path}' is a pipe, expected a file.");
        }

        MaskFormat format = MaskFormats.Recognize(buffer[..start], path);
        if (format == MaskFormat.Png && length > Array.MaxLength)
            throw new InvalidDataException($"{path}: it has {length} bytes, expected {Array.MaxLength} at most.");
        return new MaskFile(path, format, length, start);
    }
}
