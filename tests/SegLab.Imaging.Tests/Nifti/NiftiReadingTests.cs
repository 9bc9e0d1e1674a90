using SegLab.Imaging.Masks;
using SegLab.Imaging.Nifti;
using SegLab.Losses;

namespace SegLab.Imaging.Tests.Nifti;

public sealed class NiftiReadingTests
{
    static readonly MaskShape shape = new(5, 4, 3);

    public static TheoryData<string> LabelFiles()
    {
        string[] kinds = ["uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64", "float32", "float64"];
        IEnumerable<string> files = kinds.SelectMany(kind => new[] { $"{kind}-little.nii.gz", $"{kind}-big.nii", $"{kind}-2.nii.gz" });
        return [.. files, "half.nii.gz", "tenth.nii", "tenth-2.nii", "one-time.nii.gz"];
    }

    [Theory]
    [MemberData(nameof(LabelFiles))]
    public void A_label_volume_that_NiBabel_wrote_is_read_slice_after_slice(string file)
    {
        LabelVolume labels = LabelMapFile.Read(TestNifti.NiBabel(file));
        Assert.Equal(shape, labels.Shape);
        Assert.Equal(shape, LabelMapFile.ReadShape(TestNifti.NiBabel(file)));
        Assert.True(labels.HasBytes);
        Assert.Equal(new VoxelSpacing([3, 0.75, 0.5]), labels.Spacing);
        for (int i = 0; i < 60; i++) Assert.Equal(Label(i), labels[i]);
    }

    [Fact]
    public void One_slice_alone_is_a_mask_of_two_axes()
    {
        LabelVolume labels = LabelMapFile.Read(TestNifti.NiBabel("slice.nii.gz"));
        Assert.Equal(new MaskShape(4, 3), labels.Shape);
        Assert.Equal(new VoxelSpacing([0.75, 0.5]), labels.Spacing);
        for (int i = 0; i < 12; i++) Assert.Equal(Label(i), labels[i]);
    }

    [Fact]
    public void Labels_that_are_no_bytes_come_as_integers()
    {
        LabelVolume labels = LabelMapFile.Read(TestNifti.NiBabel("wide.nii.gz"));
        Assert.False(labels.HasBytes);
        Assert.Equal(Enumerable.Range(0, 60).Select(i => Label(i) - 40000), labels.Integers.ToArray());
    }

    [Theory]
    [InlineData("micron.nii.gz", 0.003, 0.00075, 0.0005)]
    [InlineData("metre.nii.gz", 3000, 750, 500)]
    public void Spacings_are_in_millimetres_whatever_the_units_of_the_file(string file, double z, double y, double x)
    {
        VoxelSpacing spacing = LabelMapFile.Read(TestNifti.NiBabel(file)).Spacing!;
        Assert.Equal(z, spacing[0], 1e-12);
        Assert.Equal(y, spacing[1], 1e-12);
        Assert.Equal(x, spacing[2], 1e-12);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    public void Files_laid_out_by_hand_are_read(int version, bool bigEndian)
    {
        var file = new TestNifti { Version = version, IsBigEndian = bigEndian, Offset = 576, PixDim = [1, -0.5, 2, 3] };
        foreach (byte[] bytes in new[] { file.ToBytes(), TestNifti.Compress(file.ToBytes()) })
        {
            LabelVolume labels = TestNifti.Read(bytes);
            Assert.Equal(new MaskShape(2, 3, 2), labels.Shape);
            Assert.Equal(new VoxelSpacing([3, 2, 0.5]), labels.Spacing);
            Assert.Equal(file.Voxels, labels.Bytes);
        }
    }

    [Fact]
    public void Without_a_slope_numbers_are_as_they_are_stored()
    {
        Assert.Equal(11, TestNifti.Read(new TestNifti { Slope = 0, Intercept = 9 }.ToBytes())[11]);
        Assert.Equal(11, TestNifti.Read(new TestNifti { Slope = double.NaN, Intercept = double.NaN }.ToBytes())[11]);
        Assert.Equal(-19, TestNifti.Read(new TestNifti { Slope = -2, Intercept = 3 }.ToBytes())[11]);
    }

    [Fact]
    public void A_spacing_of_zero_is_none()
        => Assert.Null(TestNifti.Read(new TestNifti { PixDim = [1, 1, 0, 1] }.ToBytes()).Spacing);

    [Fact]
    public void Numbers_that_are_not_whole_are_refused_by_their_place()
    {
        string path = TestNifti.NiBabel("fractions.nii.gz");
        string message = Assert.Throws<InvalidDataException>(() => LabelMapFile.Read(path)).Message;
        Assert.Equal($"{path}: slice 0, row 0, column 1 is 1.75, which is no label; expected whole numbers of 32 bits.", message);
        Assert.StartsWith("slice 0, row 0, column 1 is 0.25, which", TestNifti.Fault(new TestNifti { Slope = 0.25 }.ToBytes()));
    }

    [Theory]
    [InlineData("two-times.nii.gz", "it has 3 x 4 x 5 x 2 voxels, expected two or three axes that are not 1.")]
    [InlineData("complex.nii.gz", "it holds complex numbers, datatype 32; expected integers of 8 to 64 bits, float or double.")]
    [InlineData("pair.hdr", "it is the header half of a pair .hdr and .img; convert the pair to one .nii.gz.")]
    [InlineData("pair.img", "this is perhaps the image half of a pair .hdr and .img; convert the pair to one .nii.gz.")]
    public void What_is_not_read_here_is_called_by_its_name(string file, string message)
    {
        string path = TestNifti.NiBabel(file);
        Assert.Equal($"{path}: {message}", Assert.Throws<InvalidDataException>(() => LabelMapFile.Read(path)).Message);
        Assert.Equal($"{path}: {message}", Assert.Throws<InvalidDataException>(() => LabelMapFile.ReadShape(path)).Message);
    }

    [Theory]
    [InlineData("x.nii", false)]
    [InlineData("x.nii.gz", false)]
    [InlineData("x.nii", true)]
    [InlineData("x.nii.gz", true)]
    public void What_is_written_comes_back(string name, bool wide)
    {
        using var folder = new TemporaryFolder();
        int[] numbers = [.. Enumerable.Range(0, 60).Select(i => wide ? i * 100_000 - 7 : i)];
        var labels = new LabelVolume(shape, numbers, [3, 0.75, 0.5]);
        NiftiFile.WriteLabels(folder[name], labels);
        LabelVolume read = LabelMapFile.Read(folder[name]);
        int[] back = new int[60];
        read.CopyTo(back);
        Assert.Equal(numbers, back);
        Assert.Equal((shape, labels.Spacing, !wide), (read.Shape, read.Spacing!, read.HasBytes));
        Assert.Equal(name.EndsWith("gz", StringComparison.Ordinal), File.ReadAllBytes(folder[name])[0] == 0x1F);
    }

    [Fact]
    public void The_header_that_is_written_is_that_of_the_specification()
    {
        using var folder = new TemporaryFolder();
        NiftiFile.WriteLabels(folder["x.nii"], new LabelVolume(new MaskShape(2, 3, 2), (ReadOnlySpan<byte>)[.. Enumerable.Range(0, 12).Select(i => (byte)i)], [3, 2, 0.5]));
        byte[] expected = new TestNifti { Dim = [3, 2, 3, 2, 1, 1, 1, 1], PixDim = [1, 0.5, 2, 3, 1, 1, 1, 1] }.ToBytes();
        byte[] written = File.ReadAllBytes(folder["x.nii"]);
        int[] differ = [.. Enumerable.Range(0, expected.Length).Where(i => expected[i] != written[i])];

        // "regular", bits of a voxel, the code of the affine map, and the map's diagonal: 0.5, 2 and 3.
        Assert.Equal([38, 72, 254, 283, 303, 322, 323], differ);
    }

    [Fact]
    public void A_volume_too_long_for_the_format_is_refused()
    {
        var labels = new LabelVolume(new MaskShape(1, 40_000), new byte[40_000]);
        string message = Assert.Throws<ArgumentException>(() => NiftiFile.WriteLabels("x.nii", labels)).Message;
        Assert.StartsWith("A NIfTI-1 file cannot have the extents [1, 40000]; expected 32767 at most.", message);
    }

    static int Label(int index)
    {
        int x = index % 3, y = index / 3 % 4, z = index / 12;
        return (7 * x + 5 * y * y + 3 * x * z) % 50;
    }
}
