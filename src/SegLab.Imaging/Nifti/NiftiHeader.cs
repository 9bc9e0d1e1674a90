using System.Buffers.Binary;
using SegLab.Losses;

namespace SegLab.Imaging.Nifti;

/// <summary>
/// What stands before the voxels of a NIfTI-1 file (348 bytes, nifti1.h of 2004) or a NIfTI-2 file (540 bytes, nifti2.h of 2011), of either
/// byte order.
/// </summary>
/// <param name="Datatype">What a voxel is.</param>
/// <param name="IsBigEndian">Whether the first byte of a number is the most significant one.</param>
/// <param name="Extents">The extents, the last one fastest: <c>[z, y, x]</c>; extents of 1 beyond the third are left out.</param>
/// <param name="Spacing">Millimetres between neighbours along the last three of <paramref name="Extents"/>, or fewer; null where not known.</param>
/// <param name="Offset">Where in the file the voxels start.</param>
/// <param name="Slope">What stored numbers are multiplied by.</param>
/// <param name="Intercept">What is then added.</param>
sealed record NiftiHeader(
    NiftiDatatype Datatype, bool IsBigEndian, nint[] Extents, VoxelSpacing? Spacing, long Offset, double Slope, double Intercept)
{
    public const int Length1 = 348, Length2 = 540;

    const int Extension = 4;

    static ReadOnlySpan<byte> Magic1 => "n+1\0"u8;

    static ReadOnlySpan<byte> Magic2 => "n+2\0\r\n\x1A\n"u8;

    /// <summary>How many voxels there are.</summary>
    public int Count
    {
        get
        {
            nint count = 1;
            foreach (nint extent in Extents) count *= extent;
            return (int)count;
        }
    }

    /// <summary>Whether stored numbers are not the numbers meant.</summary>
    public bool IsScaled => Slope != 1 || Intercept != 0;

    /// <summary>1 or 2 when a file begins as NIfTI or its forerunner, Analyze, else null.</summary>
    public static int? Version(ReadOnlySpan<byte> start)
    {
        if (start.Length < sizeof(int)) return null;
        int length = BinaryPrimitives.ReadInt32LittleEndian(start), reversed = BinaryPrimitives.ReverseEndianness(length);
        return length == Length1 || reversed == Length1 ? 1 : length == Length2 || reversed == Length2 ? 2 : null;
    }

    /// <summary>Reads and checks a header.</summary>
    /// <param name="bytes">At least as many bytes as the header has.</param>
    /// <param name="name">What errors call the file.</param>
    /// <exception cref="InvalidDataException">It is damaged, or describes what is not read here.</exception>
    public static NiftiHeader Parse(ReadOnlySpan<byte> bytes, string name)
    {
        bool first = Version(bytes) == 1;
        int length = first ? Length1 : Length2;
        var fields = new Fields(bytes, BinaryPrimitives.ReadInt32BigEndian(bytes) == length);
        CheckMagic(first ? bytes.Slice(344, 4) : bytes.Slice(4, 8), first, name);

        int datatype = fields.Int16(first ? 70 : 12);
        if (NiftiDatatypes.Size((NiftiDatatype)datatype) == 0)
        {
            throw NiftiError.Invalid(
                name, $"it holds {NiftiDatatypes.Describe(datatype)}, datatype {datatype}; expected integers of 8 to 64 bits, float or double");
        }

        nint[] extents = ReadExtents(fields, first, name);
        double slope = first ? fields.Float(112) : fields.Double(176), intercept = first ? fields.Float(116) : fields.Double(184);
        if (slope == 0 || double.IsNaN(slope)) (slope, intercept) = (1, 0);
        if (!double.IsFinite(slope) || !double.IsFinite(intercept))
            throw NiftiError.Invalid(name, $"its numbers are scaled by {slope} and moved by {intercept}; expected finite numbers");

        double offset = first ? fields.Float(108) : fields.Int64(168);
        if (offset == 0) offset = length + Extension;
        if (!(offset >= length) || offset != Math.Floor(offset) || offset > long.MaxValue / 2)
            throw NiftiError.Invalid(name, $"its voxels start at byte {offset}, expected a whole number, {length + Extension} or more");
        return new NiftiHeader(
            (NiftiDatatype)datatype, fields.IsBigEndian, extents, ReadSpacing(fields, first, extents.Length), (long)offset, slope, intercept);
    }

    /// <summary>The bytes of a NIfTI-1 header with its extension flag, so that the voxels follow right behind; not for extents above 32767.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[Length1 + Extension];
        Span<byte> span = bytes;
        BinaryPrimitives.WriteInt32LittleEndian(span, Length1);
        bytes[38] = (byte)'r';
        for (int axis = 0; axis <= 7; axis++)
        {
            nint extent = axis == 0 ? Extents.Length : axis <= Extents.Length ? Extents[^axis] : 1;
            double step = axis > 0 && Spacing is not null && axis <= Spacing.Count ? Spacing[Spacing.Count - axis] : 1;
            BinaryPrimitives.WriteInt16LittleEndian(span[(40 + 2 * axis)..], (short)extent);
            BinaryPrimitives.WriteSingleLittleEndian(span[(76 + 4 * axis)..], (float)step);
            if (axis is > 0 and <= 3) BinaryPrimitives.WriteSingleLittleEndian(span[(280 + 20 * (axis - 1))..], (float)step);
        }

        BinaryPrimitives.WriteInt16LittleEndian(span[70..], (short)Datatype);
        BinaryPrimitives.WriteInt16LittleEndian(span[72..], (short)(8 * NiftiDatatypes.Size(Datatype)));
        BinaryPrimitives.WriteSingleLittleEndian(span[108..], Length1 + Extension);
        BinaryPrimitives.WriteSingleLittleEndian(span[112..], 1);
        bytes[123] = 2;

        // An affine map with the spacings on its diagonal, in the coordinates of the scanner.
        BinaryPrimitives.WriteInt16LittleEndian(span[254..], 1);
        Magic1.CopyTo(span[344..]);
        return bytes;
    }

    static void CheckMagic(ReadOnlySpan<byte> magic, bool first, string name)
    {
        if (magic.SequenceEqual(first ? Magic1 : Magic2)) return;
        throw NiftiError.Invalid(name, magic.StartsWith("ni1\0"u8) || magic.StartsWith("ni2\0"u8)
            ? "it is the header half of a pair .hdr and .img; convert the pair to one .nii.gz"
            : first && magic.SequenceEqual("\0\0\0\0"u8)
            ? "it is perhaps an Analyze 7.5 header, which does not tell left from right; convert it to NIfTI"
            : "it begins as a NIfTI header, but lacks its mark 'n+1' or 'n+2'; it is damaged");
    }

    static nint[] ReadExtents(Fields fields, bool first, string name)
    {
        long rank = fields.Extent(0, first);
        if (rank is < 1 or > 7) throw NiftiError.Invalid(name, $"it claims {rank} axes, expected 1 to 7");
        while (rank > 3 && fields.Extent((int)rank, first) == 1) rank--;
        var extents = new nint[rank];
        long count = 1;
        for (int axis = 1; axis <= rank; axis++)
        {
            long extent = fields.Extent(axis, first);
            if (extent < 1) throw NiftiError.Invalid(name, $"axis {axis} of {rank} has the extent {extent}, expected 1 or more");
            if (extent > Array.MaxLength / count)
                throw NiftiError.Invalid(name, $"it claims more than the {Array.MaxLength} voxels that one volume can have here");
            count *= extent;
            extents[^axis] = (nint)extent;
        }

        return extents;
    }

    // A header without units means millimetres, as every program takes it; one of 0 or no number means that nobody knew.
    static VoxelSpacing? ReadSpacing(Fields fields, bool first, int rank)
    {
        int units = (first ? fields.Byte(123) : fields.Int32(500)) & 7;
        double millimetres = units switch { 1 => 1e3, 3 => 1e-3, _ => 1 };
        Span<double> spacing = stackalloc double[Math.Min(rank, 3)];
        for (int axis = 1; axis <= spacing.Length; axis++)
        {
            double step = millimetres * Math.Abs(first ? fields.Float(76 + 4 * axis) : fields.Double(104 + 8 * axis));
            if (!(step > 0) || !double.IsFinite(step)) return null;
            spacing[^axis] = step;
        }

        return new VoxelSpacing(spacing);
    }

    /// <summary>The numbers of a header by where they start.</summary>
    readonly ref struct Fields(ReadOnlySpan<byte> bytes, bool isBigEndian)
    {
        readonly ReadOnlySpan<byte> bytes = bytes;

        public bool IsBigEndian { get; } = isBigEndian;

        public byte Byte(int at) => bytes[at];

        public short Int16(int at)
            => IsBigEndian ? BinaryPrimitives.ReadInt16BigEndian(bytes[at..]) : BinaryPrimitives.ReadInt16LittleEndian(bytes[at..]);

        public int Int32(int at)
            => IsBigEndian ? BinaryPrimitives.ReadInt32BigEndian(bytes[at..]) : BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);

        public long Int64(int at)
            => IsBigEndian ? BinaryPrimitives.ReadInt64BigEndian(bytes[at..]) : BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);

        /// <summary>An extent; the one of axis 0 is how many axes there are.</summary>
        public long Extent(int axis, bool first) => first ? Int16(40 + 2 * axis) : Int64(16 + 8 * axis);

        public float Float(int at) => BitConverter.Int32BitsToSingle(Int32(at));

        public double Double(int at) => BitConverter.Int64BitsToDouble(Int64(at));
    }
}
