using System.Buffers.Binary;
using System.IO.Pipes;
using SegLab.Imaging.Npy;

namespace SegLab.Imaging.Tests.Npy;

/// <summary>
/// Whatever stands in a file, there is an array or one error that names the file, and no memory that the file could not fill.
/// </summary>
public class DamagedNpyTests
{
    const int Enough = 1_000_000;
    static readonly byte[] sound = TestNpy.File("<f4", false, "(2, 3)", new byte[24]);

    [Fact]
    public void Something_else_than_an_npy_is_called_by_its_name()
    {
        Assert.Equal("x.npy: the file is empty, expected an NPY file.", TestNpy.Fault([]));
        Assert.Equal("x.npy: this is a zip file, perhaps an NPZ, expected an NPY file.", TestNpy.Fault([.. "PK"u8, 3, 4, 0, 0]));
        Assert.Equal("x.npy: this is perhaps a pickle, expected an NPY file.", TestNpy.Fault([0x80, 4, 0x95, 0]));
        Assert.Equal("x.npy: its format version is 4.0, expected 1.0, 2.0 or 3.0.", TestNpy.Fault([.. sound[..6], 4, 0, .. sound[8..]]));
    }

    [Theory]
    [InlineData("complex.npy", "it holds complex numbers, element type '<c16'")]
    [InlineData("objects.npy", "it holds Python objects (a pickle, which is a program and is never run here), element type '|O'")]
    [InlineData("records.npy", "it holds records of several fields")]
    [InlineData("texts.npy", "it holds texts, element type '<U4'")]
    [InlineData("times.npy", "it holds points in time, element type '<M8[D]'")]
    public void What_NumPy_can_hold_and_is_not_read_here_is_called_by_its_name(string file, string message)
    {
        string path = TestNpy.NumPy(file);
        Assert.StartsWith($"{path}: {message}", Assert.Throws<InvalidDataException>(() => NpyFile.Read(path)).Message);
    }

    [Fact]
    public void A_pipe_is_an_error()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var pipe = new AnonymousPipeServerStream(PipeDirection.In);
        string path = $"/proc/self/fd/{pipe.SafePipeHandle.DangerousGetHandle()}";
        Assert.Equal($"'{path}' is a pipe, expected a file.", Assert.Throws<IOException>(() => NpyFile.Read(path)).Message);
    }

    [Fact]
    public void Every_truncation_is_an_error()
    {
        for (int length = 0; length < sound.Length; length++) Assert.StartsWith("x.npy: ", TestNpy.Fault(sound[..length]));
        Assert.Contains("takes 24 bytes, but 23 follow the header; it is cut off", TestNpy.Fault(sound[..^1]));
        Assert.Contains("takes 24 bytes, but 25 follow the header; something was appended", TestNpy.Fault([.. sound, 0]));
    }

    [Theory]
    [InlineData("(-2, 3)", "its shape has a negative extent")]
    [InlineData("(1000000000000000000,)", "asks for more than the 2147483591 elements")]
    [InlineData("(4294967296, 4294967296, 4294967296)", "asks for more than the 2147483591 elements")]
    [InlineData("(0, 1000000000000000000)", "asks for more than the 2147483591 elements")]
    [InlineData("(99999999999999999999999999,)", "has the extent 99999999999999999999999999, more than any array can have")]
    [InlineData("(2147483591,)", "takes 8589934364 bytes, but 24 follow the header; it is cut off")]
    [InlineData("(6)", "its shape is (6), which is a number and not a tuple; expected (6,)")]
    [InlineData("(2, 3.0)", "lacks ) at the end of the shape")]
    [InlineData("(2, x)", "its shape has no whole number at character 55")]
    [InlineData("[2, 3]", "lacks ( at the start of the shape")]
    [InlineData("(2,, 3)", "its shape has no whole number")]
    [InlineData("(2 3)", "its shape is (2), which is a number")]
    [InlineData("(", "its shape has no whole number")]
    public void A_shape_that_cannot_be_is_an_error_before_memory_is_taken(string shape, string message)
    {
        byte[] file = TestNpy.File("<f4", false, shape, new byte[24]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        string fault = TestNpy.Fault(file);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Enough);
        Assert.Contains(message, fault);
    }

    [Theory]
    [InlineData("", "lacks { at the start of its header")]
    [InlineData("{}", "lacks 'descr'")]
    [InlineData("{'descr': '<f4', 'fortran_order': False}", "lacks 'shape'")]
    [InlineData("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (6,)}", "has 'descr' twice")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (6,), 'more': 1}", "has the key 'more'")]
    [InlineData("{'descr': '<f4', 'fortran_order': 0, 'shape': (6,)}", "no True or False")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (6,)} + 1", "goes on after the dict")]
    [InlineData("{'descr': '<f4' 'fortran_order': False, 'shape': (6,)}", "lacks } after the value of 'descr'")]
    [InlineData("{'descr': '<f4", "ends inside the text")]
    [InlineData("{'descr': __import__('os'), 'fortran_order': False, 'shape': (6,)}",
        "no text at character 11, where the element type should be")]
    [InlineData("{'descr': '<f\\x34', 'fortran_order': False, 'shape': (6,)}", "backslash")]
    [InlineData("{'descr': 'f4', 'fortran_order': False, 'shape': (6,)}", "does not say its byte order")]
    [InlineData("{'descr': '<f5', 'fortran_order': False, 'shape': (6,)}", "something unknown, element type '<f5'")]
    [InlineData("{'descr': '', 'fortran_order': False, 'shape': (6,)}", "something unknown, element type ''")]
    [InlineData("{'descr': '\u001b[31m', 'fortran_order': False, 'shape': (6,)}", "element type '?[31m'")]
    public void A_header_that_is_not_the_format_s_is_an_error(string header, string message) =>
        Assert.Contains(message, TestNpy.Fault(TestNpy.File(header, new byte[24])));

    [Fact]
    public void A_header_longer_than_the_file_or_than_any_is_an_error_before_memory_is_taken()
    {
        byte[] file = TestNpy.File("{}", new byte[24], version: 2);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(8), uint.MaxValue);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("asks for a header of 4294967295 bytes, and has 38 in all", TestNpy.Fault(file));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Enough);
        Assert.Contains("expected 1048576 at most", TestNpy.Fault(TestNpy.File(new string(' ', 1_048_577), [], version: 2)));
    }

    [Fact]
    public void Too_many_extents_are_an_error() =>
        Assert.Contains("more than 64 extents",
            TestNpy.Fault(TestNpy.File("|u1", false, $"({string.Join(',', Enumerable.Repeat(1, 65))})", [1])));

    [Fact]
    public void A_bool_that_is_neither_0_nor_1_is_an_error() =>
        Assert.Equal("x.npy: byte 1 of its elements is 2, and a bool is 0 or 1.",
            TestNpy.Fault(TestNpy.File("|b1", false, "(3,)", [1, 2, 0])));

    [Fact]
    public void Random_damage_gives_an_array_or_the_documented_error()
    {
        byte[][] seeds =
        [
            sound,
            File.ReadAllBytes(TestNpy.NumPy("volume.npy")),
            File.ReadAllBytes(TestNpy.NumPy("version2.npy")),
            File.ReadAllBytes(TestNpy.NumPy("records.npy")),
            TestNpy.File("|b1", true, "(2, 2)", [0, 1, 1, 0]),
        ];
        Damage.Check(seeds, 20_000, bytes => NpyFile.Read(new MemoryStream(bytes), "fuzz").ToArray<double>().Length, mostMemory: 100_000);
    }
}
