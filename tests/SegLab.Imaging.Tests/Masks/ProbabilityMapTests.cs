using System.Numerics.Tensors;
using SegLab.Imaging.Masks;
using SegLab.Imaging.Npy;
using SegLab.Imaging.Tests.Nifti;

namespace SegLab.Imaging.Tests.Masks;

public sealed class ProbabilityMapTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(new int[] { 3, 2, 4 }, 3, "[2, 4]")]
    [InlineData(new int[] { 2, 3, 2, 4 }, 2, "[3, 2, 4]")]
    [InlineData(new int[] { 2, 4 }, 1, "[2, 4]")]
    public void The_first_axis_is_the_channel(int[] shape, int channels, string rest)
    {
        double[] values = [.. Enumerable.Range(0, shape.Aggregate((a, b) => a * b)).Select(i => i / 7.0)];
        NpyFile.Write(folder["p.npy"], new ReadOnlyTensorSpan<double>(values, [.. shape.Select(extent => (nint)extent)]));
        ProbabilityMap map = ProbabilityMapFile.Read(folder["p.npy"]);
        Assert.Equal((channels, rest), (map.Channels, map.Shape.ToString()));
        Assert.Equal(values.Select(value => (float)value), map.Values.ToArray());
        Assert.Equal((float)values[^1], map[channels - 1][^1]);
        Assert.Equal(values.Length / channels, map[0].Length);
    }

    [Fact]
    public void An_array_of_an_archive_is_chosen_by_its_name()
    {
        var a = KeyValuePair.Create("a", NpyArray.Create(new ReadOnlyTensorSpan<float>([1, 2], [2, 1, 1])));
        var b = KeyValuePair.Create("b", NpyArray.Create(new ReadOnlyTensorSpan<float>([3, 4], [2, 1, 1])));
        NpzFile.Write(folder["p.npz"], [a, b]);
        Assert.Equal<float>([3, 4], ProbabilityMapFile.Read(folder["p.npz"], "b").Values.ToArray());
        Assert.EndsWith("it has the arrays a, b; say which to read.", Assert.Throws<InvalidDataException>(() => ProbabilityMapFile.Read(folder["p.npz"])).Message);
    }

    [Fact]
    public void The_last_axis_of_nifti_is_the_channel()
    {
        ProbabilityMap one = ProbabilityMapFile.Read(TestNifti.NiBabel("fractions.nii.gz"));
        Assert.Equal((1, new MaskShape(5, 4, 3)), (one.Channels, one.Shape));
        Assert.Equal([0, 1.75f, 3.5f, 1.25f], one.Values[..4].ToArray());

        ProbabilityMap two = ProbabilityMapFile.Read(TestNifti.NiBabel("two-times.nii.gz"));
        Assert.Equal((2, new MaskShape(5, 4, 3)), (two.Channels, two.Shape));
        Assert.Equal(two[0].ToArray(), two[1].ToArray());
        Assert.Equal(5, two[1][3]);
    }

    [Fact]
    public void Other_shapes_and_files_are_refused()
    {
        NpyFile.Write(folder["p.npy"], new ReadOnlyTensorSpan<float>([1, 2], [2]));
        string message = Assert.Throws<InvalidDataException>(() => ProbabilityMapFile.Read(folder["p.npy"])).Message;
        Assert.StartsWith($"{folder["p.npy"]}: its shape (2) is none of probabilities; expected [channels, height, width] or", message);
        message = Assert.Throws<InvalidDataException>(() => ProbabilityMapFile.Read(folder.Image("a.png")["a.png"])).Message;
        Assert.Equal($"{folder["a.png"]}: this is a PNG, which holds no probabilities; expected an NPY, NPZ or NIfTI file.", message);
    }
}
