using System.Buffers.Binary;
using System.IO.Compression;
using SegLab.Imaging.Masks;

namespace SegLab.Imaging.Tests.Nifti;

/// <summary>NIfTI files built byte by byte, as nifti1.h and nifti2.h lay them out, and those that NiBabel wrote.</summary>
sealed record TestNifti
{
    public int Version { get; init; } = 1;

    public bool IsBigEndian { get; init; }

    public long[] Dim { get; init; } = [3, 2, 3, 2];

    public short Datatype { get; init; } = 2;

    public double[] PixDim { get; init; } = [1, 0.5, 2, 3];

    public double Offset { get; init; } = 352;

    public double Slope { get; init; } = 1;

    public double Intercept { get; init; }

    public byte Units { get; init; } = 2;

    public string Magic { get; init; } = "n+1\0";

    public byte[] Voxels { get; init; } = [.. Enumerable.Range(0, 12).Select(i => (byte)i)];

    public static string NiBabel(string file) => Path.Combine(AppContext.BaseDirectory, "Nifti", "NiBabel", file);

    public static LabelVolume Read(byte[] file)
    {
        using var folder = new TemporaryFolder();
        string path = folder["x.nii"];
        File.WriteAllBytes(path, file);
        return LabelMapFile.Read(path);
    }

    public static string Fault(byte[] file)
    {
        using var folder = new TemporaryFolder();
        string path = folder["x.nii"];
        File.WriteAllBytes(path, file);
        string message = Assert.Throws<InvalidDataException>(() => LabelMapFile.Read(path)).Message;
        Assert.StartsWith(path + ": ", message);
        return message[(path.Length + 2)..];
    }

    public static byte[] Compress(byte[] file)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal)) gzip.Write(file);
        return compressed.ToArray();
    }

    public byte[] ToBytes()
    {
        byte[] file = new byte[(int)Math.Max(Offset, Version == 1 ? 348 : 540)];
        if (Version == 1)
        {
            Put(file, 0, 4, 348);
            for (int axis = 0; axis < Dim.Length; axis++) Put(file, 40 + 2 * axis, 2, Dim[axis]);
            Put(file, 70, 2, Datatype);
            for (int axis = 0; axis < PixDim.Length; axis++) PutFloat(file, 76 + 4 * axis, PixDim[axis]);
            PutFloat(file, 108, Offset);
            PutFloat(file, 112, Slope);
            PutFloat(file, 116, Intercept);
            file[123] = Units;
            for (int i = 0; i < 4; i++) file[344 + i] = (byte)Magic[i];
        }
        else
        {
            Put(file, 0, 4, 540);
            "n+2\0\r\n\x1A\n"u8.CopyTo(file.AsSpan(4));
            Put(file, 12, 2, Datatype);
            for (int axis = 0; axis < Dim.Length; axis++) Put(file, 16 + 8 * axis, 8, Dim[axis]);
            for (int axis = 0; axis < PixDim.Length; axis++) Put(file, 104 + 8 * axis, 8, BitConverter.DoubleToInt64Bits(PixDim[axis]));
            Put(file, 168, 8, (long)Offset);
            Put(file, 176, 8, BitConverter.DoubleToInt64Bits(Slope));
            Put(file, 184, 8, BitConverter.DoubleToInt64Bits(Intercept));
            Put(file, 500, 4, Units);
        }

        return [.. file, .. Voxels];
    }

    void PutFloat(byte[] file, int at, double value) => Put(file, at, 4, BitConverter.SingleToInt32Bits((float)value));

    void Put(byte[] file, int at, int size, long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        bytes = bytes[..size];
        if (IsBigEndian) bytes.Reverse();
        bytes.CopyTo(file.AsSpan(at));
    }
}
