using System.IO.Compression;
using System.Runtime.InteropServices;
using SegLab.Imaging.Masks;

namespace SegLab.Imaging.Nifti;

/// <summary>Writes label maps as NIfTI-1. To read them, of either version, use <see cref="LabelMapFile"/>.</summary>
public static class NiftiFile
{
    /// <summary>
    /// Writes the labels and their spacing: voxels of 8 bits, or of 32 where labels need them, <c>x</c> fastest. Where the volume lies in a
    /// scanner is not kept: its first voxel is the origin.
    /// </summary>
    /// <param name="path">The file, which is compressed when its name ends in <c>.gz</c>; it is written beside and renamed, never half.</param>
    /// <param name="labels">What to write.</param>
    /// <exception cref="ArgumentException">An extent is above 32767, which NIfTI-1 cannot say.</exception>
    /// <exception cref="IOException">The disk refused it; a file that was there before is intact.</exception>
    public static void WriteLabels(string path, LabelVolume labels)
    {
        MaskShape shape = labels.Shape;
        if (Math.Max(shape.Depth, Math.Max(shape.Height, shape.Width)) > short.MaxValue)
            throw new ArgumentException($"A NIfTI-1 file cannot have the extents {shape}; expected {short.MaxValue} at most.", nameof(labels));
        NiftiDatatype type = labels.HasBytes ? NiftiDatatype.UInt8 : NiftiDatatype.Int32;
        byte[] header = new NiftiHeader(type, IsBigEndian: false, shape.ToArray(), labels.Spacing, 0, 1, 0).ToBytes();
        AtomicFile.Write(path, stream =>
        {
            if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            {
                using var zip = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true);
                WriteTo(zip, header, labels);
            }
            else
            {
                WriteTo(stream, header, labels);
            }
        });
    }

    static void WriteTo(Stream stream, byte[] header, LabelVolume labels)
    {
        const int Piece = 1 << 14;
        stream.Write(header);
        stream.Write(labels.Bytes);
        int[] piece = new int[Piece];
        for (int done = 0; done < labels.Integers.Length; done += Piece)
        {
            Span<int> numbers = piece.AsSpan(0, Math.Min(Piece, labels.Integers.Length - done));
            labels.Integers.Slice(done, numbers.Length).CopyTo(numbers);
            if (!BitConverter.IsLittleEndian) ByteOrder.Reverse(numbers);
            stream.Write(MemoryMarshal.AsBytes(numbers));
        }
    }
}
