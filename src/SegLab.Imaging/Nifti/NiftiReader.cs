using System.IO.Compression;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SegLab.Imaging.Nifti;

/// <summary>Reads a NIfTI file, compressed by gzip or not, from its first byte to its last voxel.</summary>
sealed class NiftiReader : IDisposable
{
    // No deflate stream holds more than 1032 bytes for each of its own.
    const long LargestExpansion = 1032;

    // Voxels that fit a cache, whatever their size.
    const int Piece = 1 << 13;

    readonly Stream content;
    readonly string name;
    readonly long most;
    long position;

    /// <summary>Reads the header.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or claims what the file cannot hold.</exception>
    public NiftiReader(Stream file, bool isCompressed, string name)
    {
        content = isCompressed ? new GZipStream(file, CompressionMode.Decompress, leaveOpen: true) : file;
        most = isCompressed ? file.Length * LargestExpansion : file.Length;
        this.name = name;
        Span<byte> bytes = stackalloc byte[NiftiHeader.Length2];
        Read(bytes[..4], "its header");
        if (NiftiHeader.Version(bytes[..4]) is not { } version)
            throw NiftiError.Invalid(name, $"it is {(isCompressed ? "a gzip file, but not of" : "no")} NIfTI, expected .nii or .nii.gz");
        int length = version == 1 ? NiftiHeader.Length1 : NiftiHeader.Length2;
        Read(bytes[4..length], "its header");
        Header = NiftiHeader.Parse(bytes[..length], name);
        long needed = Header.Offset + (long)Header.Count * NiftiDatatypes.Size(Header.Datatype);
        if (needed > most)
        {
            throw NiftiError.Invalid(
                name,
                $"its header claims {string.Join(" x ", Header.Extents.Reverse())} voxels of {Header.Datatype} from byte {Header.Offset} on, {needed} bytes in all, "
                + $"but {file.Length} bytes {(isCompressed ? "that are compressed cannot hold them" : "are all there is")}; it is cut off or damaged");
        }
    }

    /// <summary>What the file says of its voxels.</summary>
    public NiftiHeader Header { get; }

    /// <summary>Reads all voxels, scaled as the header says.</summary>
    /// <param name="sink">Takes them: as double where they are scaled, else as they are stored.</param>
    /// <param name="buffer">Memory to read into.</param>
    /// <returns>The place and the value of the first voxel that the sink cannot take; null when it took all.</returns>
    /// <exception cref="InvalidDataException">The file ends too early, or its compressed data are damaged.</exception>
    public (int Place, double Value)? ReadVoxels<TSink>(ref TSink sink, Span<byte> buffer)
        where TSink : struct, IVoxelSink
    {
        while (position < Header.Offset)
            Read(buffer[..(int)Math.Min(buffer.Length, Header.Offset - position)], "what comes before its voxels");
        (int, double)? wrong = Header.Datatype switch
        {
            NiftiDatatype.UInt8 => ReadVoxels<byte, TSink>(ref sink, buffer),
            NiftiDatatype.Int8 => ReadVoxels<sbyte, TSink>(ref sink, buffer),
            NiftiDatatype.Int16 => ReadVoxels<short, TSink>(ref sink, buffer),
            NiftiDatatype.UInt16 => ReadVoxels<ushort, TSink>(ref sink, buffer),
            NiftiDatatype.Int32 => ReadVoxels<int, TSink>(ref sink, buffer),
            NiftiDatatype.UInt32 => ReadVoxels<uint, TSink>(ref sink, buffer),
            NiftiDatatype.Int64 => ReadVoxels<long, TSink>(ref sink, buffer),
            NiftiDatatype.UInt64 => ReadVoxels<ulong, TSink>(ref sink, buffer),
            NiftiDatatype.Float32 => ReadVoxels<float, TSink>(ref sink, buffer),
            _ => ReadVoxels<double, TSink>(ref sink, buffer),
        };
        if (wrong is null) CheckEnd(buffer[..1]);
        return wrong;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (content is GZipStream) content.Dispose();
    }

    (int Place, double Value)? ReadVoxels<T, TSink>(ref TSink sink, Span<byte> buffer)
        where T : unmanaged, INumber<T>
        where TSink : struct, IVoxelSink
    {
        double[] scaled = Header.IsScaled ? new double[Piece] : [];
        for (int done = 0; done < Header.Count;)
        {
            int count = Math.Min(Math.Min(Piece, buffer.Length / Unsafe.SizeOf<T>()), Header.Count - done);
            Span<byte> bytes = buffer[..(count * Unsafe.SizeOf<T>())];
            Read(bytes, "voxel", done, Unsafe.SizeOf<T>());
            Span<T> voxels = MemoryMarshal.Cast<byte, T>(bytes);
            if (Header.IsBigEndian == BitConverter.IsLittleEndian) ByteOrder.Reverse(voxels);
            for (int i = 0; i < count && Header.IsScaled; i++) scaled[i] = double.CreateSaturating(voxels[i]) * Header.Slope + Header.Intercept;
            int wrong = Header.IsScaled ? sink.Take(scaled.AsSpan(0, count)) : sink.Take(voxels);
            if (wrong >= 0) return (done + wrong, Header.IsScaled ? scaled[wrong] : double.CreateSaturating(voxels[wrong]));
            done += count;
        }

        return null;
    }

    // Reading on makes gzip compare its check sum and its length. What follows in a file without gzip does not matter.
    void CheckEnd(Span<byte> further)
    {
        if (content is GZipStream) TryRead(further);
    }

    void Read(Span<byte> bytes, string what, int voxel = -1, int size = 1)
    {
        int read = TryRead(bytes);
        position += read;
        if (read == bytes.Length) return;
        string where = voxel < 0 ? what : $"{what} {voxel + read / size} of {Header.Count}";
        throw NiftiError.Invalid(name, $"it ends inside {where}; it is cut off");
    }

    int TryRead(Span<byte> bytes)
    {
        try
        {
            return content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException fault)
        {
            throw new InvalidDataException($"{name}: its compressed data are damaged: {fault.Message}", fault);
        }
    }
}
