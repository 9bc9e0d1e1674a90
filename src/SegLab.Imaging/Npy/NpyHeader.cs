using System.Buffers.Binary;
using System.Text;

namespace SegLab.Imaging.Npy;

/// <summary>What stands in an NPY file before the numbers: <c>\x93NUMPY</c>, the version, a length, and a Python dict as text.</summary>
/// <param name="ElementType">What the elements are.</param>
/// <param name="IsBigEndian">Whether their first byte is the most significant one.</param>
/// <param name="IsFortranOrder">Whether the first extent runs fastest.</param>
/// <param name="Shape">The extents.</param>
sealed record NpyHeader(NpyElementType ElementType, bool IsBigEndian, bool IsFortranOrder, nint[] Shape)
{
    /// <summary>The most extents an array of NumPy can have.</summary>
    public const int MaximumRank = 64;

    // Room for any shape and much padding; NumPy itself stops at 10000 characters unless told otherwise.
    const uint MaximumText = 1 << 20;

    const int Alignment = 64;

    static ReadOnlySpan<byte> Signature => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>How many elements there are.</summary>
    public int Count => (int)CountOf(Shape)!;

    /// <summary>How many elements a shape has; null when no array can hold them.</summary>
    public static long? CountOf(ReadOnlySpan<nint> shape)
    {
        // Extents of 0 must not hide that the others are absurd.
        long count = 1, total = 1;
        foreach (nint extent in shape)
        {
            total *= extent;
            if (extent == 0) continue;
            if (extent > Array.MaxLength / count) return null;
            count *= extent;
        }

        return total;
    }

    /// <summary>Reads the header from a stream that holds some bytes, and stops at the first number.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or describes what is not read here.</exception>
    public static NpyHeader Read(Stream stream, long length, string name, out long headerLength)
    {
        Span<byte> start = stackalloc byte[12];
        int given = stream.ReadAtLeast(start[..8], 8, throwOnEndOfStream: false);
        if (!start[..Math.Min(given, Signature.Length)].SequenceEqual(Signature))
            throw NpyError.Invalid(name, $"{(given == 0 ? "the file is empty" : Describe(start[..given]))}, expected an NPY file");
        if (given < 8) throw NpyError.Truncated(name, "its version");
        int major = start[6], minor = start[7], lengthBytes = major == 1 ? 2 : 4;
        if (major is < 1 or > 3 || minor != 0)
            throw NpyError.Invalid(name, $"its format version is {major}.{minor}, expected 1.0, 2.0 or 3.0");
        if (stream.ReadAtLeast(start[8..(8 + lengthBytes)], lengthBytes, throwOnEndOfStream: false) < lengthBytes)
            throw NpyError.Truncated(name, "its header");
        uint textLength = major == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(start[8..])
            : BinaryPrimitives.ReadUInt32LittleEndian(start[8..]);
        headerLength = 8L + lengthBytes + textLength;
        if (headerLength > length)
            throw NpyError.Invalid(name, $"it asks for a header of {textLength} bytes, and has {length} in all; it is cut off or damaged");
        if (textLength > MaximumText)
            throw NpyError.Invalid(name, $"it asks for a header of {textLength} bytes, expected {MaximumText} at most");
        byte[] text = new byte[textLength];
        if (stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false) < text.Length) throw NpyError.Truncated(name, "its header");
        return new NpyHeaderParser((major == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(text), name).Parse();
    }

    /// <summary>The bytes of the header as NumPy writes them, version 1.0, so that the numbers start at a multiple of 64.</summary>
    public byte[] ToBytes()
    {
        string order = NpyElementCode.Size(ElementType) == 1 ? "|" : IsBigEndian ? ">" : "<";
        string shape = Shape is [nint only] ? $"({only},)" : $"({string.Join(", ", Shape)})";
        string fortran = IsFortranOrder ? "True" : "False";
        string text = $"{{'descr': '{order}{NpyElementCode.CodeOf(ElementType)}', 'fortran_order': {fortran}, 'shape': {shape}, }}";
        int length = (10 + text.Length + 1 + Alignment - 1) / Alignment * Alignment;
        byte[] bytes = new byte[length];
        bytes.AsSpan().Fill((byte)' ');
        Signature.CopyTo(bytes);
        (bytes[6], bytes[7]) = (1, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), (ushort)(length - 10));
        Encoding.ASCII.GetBytes(text, bytes.AsSpan(10));
        bytes[^1] = (byte)'\n';
        return bytes;
    }

    static string Describe(ReadOnlySpan<byte> start) =>
        start.StartsWith("PK"u8) ? "this is a zip file, perhaps an NPZ"
        : start[0] == 0x80 ? "this is perhaps a pickle"
        : start.StartsWith("version "u8) ? "this is perhaps a Git LFS pointer, not the file itself"
        : "it does not start as one";
}
