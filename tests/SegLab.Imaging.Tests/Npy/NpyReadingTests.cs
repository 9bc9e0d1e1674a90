using System.Globalization;
using SegLab.Imaging.Npy;

namespace SegLab.Imaging.Tests.Npy;

/// <summary>Reading, against files that NumPy wrote and against bytes set by hand.</summary>
public class NpyReadingTests
{
    static readonly string[] codes = ["b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"];

    public static TheoryData<string, string, string> EveryKind()
    {
        var all = new TheoryData<string, string, string>();
        foreach (string code in codes)
            foreach (string order in new[] { "little", "big" })
                foreach (string layout in new[] { "C", "F" })
                    all.Add(code, order, layout);
        return all;
    }

    [Theory]
    [MemberData(nameof(EveryKind))]
    public void Every_type_in_either_byte_order_and_layout_is_read_as_NumPy_wrote_it(string code, string order, string layout)
    {
        foreach (string file in new[] { "all.npz", "all-compressed.npz" })
        {
            NpyArray array = NpzFile.Read(TestNpy.NumPy(file), $"{code}_{order}_{layout}");
            Assert.Equal((NpyElementType)Array.IndexOf(codes, code), array.ElementType);
            Assert.Equal([2, 3], array.Shape.ToArray());
            Assert.Equal(Expected(code), Texts(array));
        }
    }

    [Fact]
    public void An_array_of_four_extents_in_Fortran_order_comes_in_row_major_order()
    {
        NpyArray array = NpyFile.Read(TestNpy.NumPy("volume.npy"));
        Assert.Equal([2, 3, 4, 5], array.Shape.ToArray());
        Assert.Equal(Enumerable.Range(0, 120), array.ToArray<int>());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void All_three_versions_of_the_format_are_read(int version)
    {
        NpyArray array = NpyFile.Read(TestNpy.NumPy($"version{version}.npy"));
        Assert.Equal([4, 5], array.Shape.ToArray());
        Assert.Equal(Enumerable.Range(0, 20).Select(i => (float)i), array.ToArray<float>());
    }

    [Fact]
    public void A_single_number_has_no_extents_and_an_empty_array_has_no_elements()
    {
        NpyArray number = NpyFile.Read(TestNpy.NumPy("number.npy")), empty = NpyFile.Read(TestNpy.NumPy("empty.npy"));
        Assert.Equal(0, number.Shape.Length);
        Assert.Equal([2.5], number.ToArray<double>());
        Assert.Equal([0, 3], empty.Shape.ToArray());
        Assert.Empty(empty.ToArray<float>());
    }

    [Fact]
    public void Bytes_written_by_hand_mean_what_the_format_says()
    {
        // 1.5f is 3FC00000, -2f is C0000000; 258 is 0102; 1h is 3C00.
        Assert.Equal([1.5f, -2f], TestNpy.Read(TestNpy.File("<f4", false, "(2,)", [0, 0, 0xC0, 0x3F, 0, 0, 0, 0xC0])).ToArray<float>());
        Assert.Equal([1.5f, -2f], TestNpy.Read(TestNpy.File(">f4", false, "(2,)", [0x3F, 0xC0, 0, 0, 0xC0, 0, 0, 0])).ToArray<float>());
        Assert.Equal([258], TestNpy.Read(TestNpy.File(">u2", false, "(1, 1)", [1, 2])).ToArray<int>());
        Assert.Equal([513], TestNpy.Read(TestNpy.File("<i2", false, "(1, 1)", [1, 2])).ToArray<int>());
        Assert.Equal([1f], TestNpy.Read(TestNpy.File("<f2", false, "(1,)", [0, 0x3C])).ToArray<float>());
        Assert.Equal([1, 2, 3, 4, 5, 6], TestNpy.Read(TestNpy.File("|u1", true, "(2, 3)", [1, 4, 2, 5, 3, 6])).ToArray<byte>());
    }

    [Theory]
    [InlineData("""{"shape":(2,1),"descr":"|i1","fortran_order":False}""")]
    [InlineData("{ 'fortran_order' : False,\n 'descr' : '<i1' ,'shape' : ( 2 , 1 , ) , }   \n")]
    [InlineData("{'descr': 'i1', 'fortran_order': False, 'shape': (2L, 1L), }")]
    [InlineData("{'descr': '=i1', 'fortran_order': True, 'shape': (1, 2), }\n")]
    public void The_dict_may_stand_as_Python_would_take_it(string header) =>
        Assert.Equal([7L, -1L], TestNpy.Read(TestNpy.File(header, [7, 255])).ToArray<long>());

    [Theory]
    [InlineData(1, 60_000)]
    [InlineData(2, 70_000)]
    [InlineData(3, 1_000_000)]
    public void A_header_may_be_big(int version, int padding)
    {
        string header = "{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }" + new string(' ', padding) + "\n";
        Assert.Equal([1, 2, 3], TestNpy.Read(TestNpy.File(header, [1, 2, 3], version)).ToArray<byte>());
    }

    [Fact]
    public void An_array_may_have_64_extents()
    {
        string shape = $"({string.Join(", ", Enumerable.Repeat("1", 63))}, 2)";
        NpyArray array = TestNpy.Read(TestNpy.File("|u1", true, shape, [5, 6]));
        Assert.Equal(64, array.Shape.Length);
        Assert.Equal([5, 6], array.ToArray<byte>());
    }

    static string[] Expected(string code)
    {
        if (code == "b1") return ["1", "0", "1", "1", "0", "0"];
        int bits = 8 * (code[1] - '0');
        bool signed = code[0] == 'i';
        Int128 one = 1, least = signed ? -(one << (bits - 1)) : 0, greatest = (one << (signed ? bits - 1 : bits)) - 1;
        double largest = code switch { "f2" => 65504, "f4" => float.MaxValue, _ => double.MaxValue };
        return code[0] == 'f'
            ? ["-Infinity", "-1.5", "0", "0.25", largest.ToString("R", CultureInfo.InvariantCulture), "NaN"]
            : [.. new[] { least, least + 1, 0, 1, greatest - 1, greatest }.Select(value => value.ToString(CultureInfo.InvariantCulture))];
    }

    static string[] Texts(NpyArray array) => array.ElementType switch
    {
        NpyElementType.Float16 or NpyElementType.Float32 or NpyElementType.Float64 =>
            [.. array.ToArray<double>().Select(value => value.ToString("R", CultureInfo.InvariantCulture))],
        NpyElementType.UInt64 => [.. array.ToArray<ulong>().Select(value => value.ToString(CultureInfo.InvariantCulture))],
        _ => [.. array.ToArray<long>().Select(value => value.ToString(CultureInfo.InvariantCulture))],
    };
}
