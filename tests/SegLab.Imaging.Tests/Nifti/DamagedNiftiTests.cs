namespace SegLab.Imaging.Tests.Nifti;

public sealed class DamagedNiftiTests
{
    const int Enough = 1_000_000;

    static readonly TestNifti sound = new();

    [Fact]
    public void Every_truncation_is_an_error_but_one_behind_the_last_voxel()
    {
        const int Trailer = 8, LastVoxels = 4;
        byte[] file = sound.ToBytes(), compressed = TestNifti.Compress(file);
        for (int length = 0; length < file.Length; length++) TestNifti.Fault(file[..length]);
        for (int length = 0; length < compressed.Length - Trailer - LastVoxels; length++) TestNifti.Fault(compressed[..length]);
        for (int cut = 1; cut < Trailer; cut++) Assert.Equal(sound.Voxels, TestNifti.Read(compressed[..^cut]).Bytes);
    }

    [Fact]
    public void A_flipped_bit_of_compressed_voxels_is_an_error()
    {
        byte[] compressed = TestNifti.Compress(sound.ToBytes());
        for (int at = compressed.Length - 8; at < compressed.Length; at++)
        {
            compressed[at] ^= 1;
            Assert.StartsWith("its compressed data are damaged: ", TestNifti.Fault(compressed));
            compressed[at] ^= 1;
        }
    }

    [Theory]
    [InlineData(new long[] { 0 }, "it claims 0 axes, expected 1 to 7.")]
    [InlineData(new long[] { -3, 2, 3, 2 }, "it claims -3 axes, expected 1 to 7.")]
    [InlineData(new long[] { 8, 2, 3, 2 }, "it claims 8 axes, expected 1 to 7.")]
    [InlineData(new long[] { 3, 2, -3, 2 }, "axis 2 of 3 has the extent -3, expected 1 or more.")]
    [InlineData(new long[] { 3, 2, 3, 0 }, "axis 3 of 3 has the extent 0, expected 1 or more.")]
    [InlineData(new long[] { 1, 12 }, "it has 12 voxels, expected two or three axes that are not 1.")]
    [InlineData(new long[] { 4, 2, 3, 1, 2 }, "it has 2 x 3 x 1 x 2 voxels, expected two or three axes that are not 1.")]
    [InlineData(new long[] { 3, 32767, 32767, 32767 }, "it claims more than the 2147483591 voxels that one volume can have here.")]
    public void Extents_that_cannot_be_are_an_error(long[] dim, string message)
        => Assert.Equal(message, TestNifti.Fault((sound with { Dim = dim }).ToBytes()));

    [Fact]
    public void Extents_whose_product_overflows_are_an_error()
    {
        TestNifti file = sound with { Version = 2, Offset = 544, Dim = [3, 1L << 62, 1L << 62, 16] };
        Assert.Equal("it claims more than the 2147483591 voxels that one volume can have here.", TestNifti.Fault(file.ToBytes()));
    }

    [Theory]
    [InlineData(false, "its header claims 1000 x 1000 x 1000 voxels of UInt8 from byte 352 on, 1000000352 bytes in all, but 364 bytes are all there is")]
    [InlineData(true, "its header claims 1000 x 1000 x 1000 voxels of UInt8 from byte 352 on, 1000000352 bytes in all, but ")]
    public void Voxels_that_the_file_cannot_hold_are_an_error_before_memory_is_taken(bool compressed, string message)
    {
        byte[] file = (sound with { Dim = [3, 1000, 1000, 1000] }).ToBytes();
        if (compressed) file = TestNifti.Compress(file);
        long before = GC.GetAllocatedBytesForCurrentThread();
        string fault = TestNifti.Fault(file);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Enough);
        Assert.StartsWith(message, fault);
    }

    [Fact]
    public void A_bomb_behind_a_small_header_is_not_unpacked()
    {
        byte[] bomb = TestNifti.Compress([.. sound.ToBytes(), .. new byte[50_000_000]]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(11, TestNifti.Read(bomb)[11]);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Enough);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(352.5)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-4)]
    public void An_offset_that_cannot_be_is_an_error(double offset)
    {
        byte[] file = sound.ToBytes();
        BitConverter.GetBytes((float)offset).CopyTo(file, 108);
        Assert.StartsWith($"its voxels start at byte {offset}, expected a whole number, 352 or more", TestNifti.Fault(file));
    }

    [Fact]
    public void An_offset_beyond_the_file_is_an_error()
    {
        byte[] file = sound.ToBytes();
        BitConverter.GetBytes(1e9f).CopyTo(file, 108);
        Assert.Contains("from byte 1000000000 on", TestNifti.Fault(file));
    }

    [Fact]
    public void A_scale_that_is_no_number_is_an_error()
    {
        Assert.StartsWith("its numbers are scaled by Infinity", TestNifti.Fault((sound with { Slope = double.PositiveInfinity }).ToBytes()));
        Assert.StartsWith("its numbers are scaled by 2 and moved by NaN", TestNifti.Fault((sound with { Slope = 2, Intercept = double.NaN }).ToBytes()));
    }

    [Theory]
    [InlineData(0, "it holds something unknown, datatype 0")]
    [InlineData(1, "it holds single bits, datatype 1")]
    [InlineData(128, "it holds colours, datatype 128")]
    [InlineData(1536, "it holds floating-point numbers of 128 bits, datatype 1536")]
    public void A_datatype_that_is_not_read_is_called_by_its_name(short datatype, string message)
        => Assert.StartsWith(message, TestNifti.Fault((sound with { Datatype = datatype }).ToBytes()));

    [Fact]
    public void Analyze_and_damaged_marks_are_told_apart()
    {
        Assert.StartsWith("it is perhaps an Analyze 7.5 header", TestNifti.Fault((sound with { Magic = "\0\0\0\0" }).ToBytes()));
        Assert.StartsWith("it begins as a NIfTI header, but lacks its mark", TestNifti.Fault((sound with { Magic = "n+3\0" }).ToBytes()));
    }

    [Fact]
    public void A_gzip_file_of_something_else_is_an_error()
        => Assert.Equal("it is a gzip file, but not of NIfTI, expected .nii or .nii.gz.", TestNifti.Fault(TestNifti.Compress(new byte[1000])));
}
