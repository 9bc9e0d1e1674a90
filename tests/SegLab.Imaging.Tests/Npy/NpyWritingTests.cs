using System.Numerics.Tensors;
using System.Text;
using SegLab.Imaging.Npy;

namespace SegLab.Imaging.Tests.Npy;

public sealed class NpyWritingTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_bytes_are_those_that_NumPy_writes()
    {
        float[] values = [.. Enumerable.Range(0, 20)];
        NpyFile.Write(folder["x.npy"], new ReadOnlyTensorSpan<float>(values, [4, 5]));
        Assert.Equal(File.ReadAllBytes(TestNpy.NumPy("version1.npy")), File.ReadAllBytes(folder["x.npy"]));
    }

    [Fact]
    public void The_header_is_the_format_s_and_the_numbers_start_at_a_multiple_of_64()
    {
        NpyFile.Write(folder["x.npy"], new ReadOnlyTensorSpan<ushort>([1, 770], [2]));
        byte[] expected =
        [
            0x93, .. "NUMPY"u8, 1, 0, 0x76, 0,
            .. Encoding.ASCII.GetBytes("{'descr': '<u2', 'fortran_order': False, 'shape': (2,), }".PadRight(117) + "\n"), 1, 0, 2, 3,
        ];
        Assert.Equal(expected, File.ReadAllBytes(folder["x.npy"]));
    }

    [Fact]
    public void What_was_written_is_read_back()
    {
        RoundTrip<bool>([true, false, true, true]);
        RoundTrip<sbyte>([sbyte.MinValue, -1, 0, sbyte.MaxValue]);
        RoundTrip<short>([short.MinValue, -1, 0, short.MaxValue]);
        RoundTrip<int>([int.MinValue, -1, 0, int.MaxValue]);
        RoundTrip<long>([long.MinValue, -1, 0, long.MaxValue]);
        RoundTrip<byte>([0, 1, 2, byte.MaxValue]);
        RoundTrip<ushort>([0, 1, 2, ushort.MaxValue]);
        RoundTrip<uint>([0, 1, 2, uint.MaxValue]);
        RoundTrip<ulong>([0, 1, 2, ulong.MaxValue]);
        RoundTrip([Half.MinValue, (Half)(-0f), Half.NaN, Half.Epsilon]);
        RoundTrip([float.MinValue, -0f, float.NaN, float.Epsilon]);
        RoundTrip([double.MinValue, -0.0, double.NaN, double.Epsilon]);
    }

    [Fact]
    public void More_elements_than_one_piece_are_written_and_read()
    {
        int[] values = [.. Enumerable.Range(0, 200_003)];
        NpyFile.Write(folder["x.npy"], new ReadOnlyTensorSpan<int>(values));
        Assert.Equal(values, NpyFile.Read(folder["x.npy"]).ToArray<int>());
    }

    [Fact]
    public void A_strided_span_is_written_in_row_major_order()
    {
        // A 2 x 3 map whose columns lie together.
        var columns = new ReadOnlyTensorSpan<byte>([1, 4, 2, 5, 3, 6], [2, 3], [1, 2]);
        NpyFile.Write(folder["x.npy"], columns);
        NpyArray read = NpyFile.Read(folder["x.npy"]);
        Assert.Equal([2, 3], read.Shape.ToArray());
        Assert.Equal([1, 2, 3, 4, 5, 6], read.ToArray<byte>());
    }

    [Fact]
    public void Numbers_that_NumPy_does_not_have_are_refused()
    {
        string message = Assert.Throws<ArgumentException>(() =>
            NpyFile.Write(folder["x.npy"], new ReadOnlyTensorSpan<decimal>([1m]))).Message;
        Assert.Contains("Decimal", message);
        Assert.False(File.Exists(folder["x.npy"]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_npz_keeps_names_types_and_shapes(bool compressed)
    {
        Dictionary<string, NpyArray> arrays = new()
        {
            ["logits"] = NpyArray.Create(new ReadOnlyTensorSpan<float>([1, 2, 3, 4], [1, 2, 2])),
            ["labels/first"] = NpyArray.Create(new ReadOnlyTensorSpan<byte>([1, 0], [1, 2])),
        };
        NpzFile.Write(folder["x.npz"], arrays, compressed);
        IReadOnlyDictionary<string, NpyArray> read = NpzFile.Read(folder["x.npz"]);
        Assert.Equal(arrays.Keys, read.Keys);
        Assert.Equal([1, 2, 2], read["logits"].Shape.ToArray());
        Assert.Equal([1f, 2f, 3f, 4f], read["logits"].ToArray<float>());
        Assert.Equal(NpyElementType.UInt8, read["labels/first"].ElementType);
        Assert.Equal([1, 0], NpzFile.Read(folder["x.npz"], "labels/first").ToArray<byte>());

        byte[] first = File.ReadAllBytes(folder["x.npz"]);
        NpzFile.Write(folder["x.npz"], arrays, compressed);
        Assert.Equal(first, File.ReadAllBytes(folder["x.npz"]));
    }

    [Fact]
    public void Two_arrays_of_one_name_are_refused()
    {
        NpyArray array = NpyArray.Create(new ReadOnlyTensorSpan<byte>([1]));
        KeyValuePair<string, NpyArray>[] twice = [new("a", array), new("a", array)];
        Assert.Contains("'a'", Assert.Throws<ArgumentException>(() => NpzFile.Write(folder["x.npz"], twice)).Message);
    }

    void RoundTrip<T>(T[] values)
        where T : unmanaged
    {
        NpyFile.Write(folder["x.npy"], new ReadOnlyTensorSpan<T>(values, [1, 2, 2]));
        NpyArray read = NpyFile.Read(folder["x.npy"]);
        Assert.Equal([1, 2, 2], read.Shape.ToArray());
        Assert.Equal(typeof(T).Name.Replace("Boolean", "Bool").Replace("SByte", "Int8").Replace("Byte", "UInt8")
            .Replace("Half", "Float16").Replace("Single", "Float32").Replace("Double", "Float64"), read.ElementType.ToString());
        Assert.Equal(values, read.Elements<T>().ToArray());
    }
}
