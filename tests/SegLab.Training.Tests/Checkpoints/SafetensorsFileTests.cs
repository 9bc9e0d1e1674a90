using System.Buffers.Binary;
using System.Text;
using SegLab.Training.Checkpoints;

namespace SegLab.Training.Tests.Checkpoints;

public sealed class SafetensorsFileTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    string Path => folder["x.safetensors"];

    public void Dispose() => folder.Dispose();

    static Parameter Tensor(string name, int[] shape, params float[] values)
    {
        var tensor = new Parameter(name, shape, trained: false);
        values.CopyTo(tensor.Values, 0);
        return tensor;
    }

    /// <summary>Writes a file from a header as text and some numbers, by the letter of the format.</summary>
    void WriteRaw(string header, params float[] data)
    {
        var numbers = new byte[4 * data.Length];
        for (int i = 0; i < data.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(numbers.AsSpan(4 * i), data[i]);
        WriteBytes(header, numbers);
    }

    void WriteBytes(string header, byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        var bytes = new byte[8 + text.Length + data.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)text.Length);
        text.CopyTo(bytes, 8);
        data.CopyTo(bytes, 8 + text.Length);
        File.WriteAllBytes(Path, bytes);
    }

    [Fact]
    public void What_is_written_follows_the_format_byte_for_byte()
    {
        SafetensorsFile.Write(Path, new Dictionary<string, string> { ["k"] = "v" }, [Tensor("a", [1, 2], 1, -2), Tensor("b", [], 3)]);
        byte[] bytes = File.ReadAllBytes(Path);
        int header = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        Assert.Equal(0, header % 8);
        Assert.Equal(
            """{"__metadata__":{"k":"v"},"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[],"data_offsets":[8,12]}}""",
            Encoding.UTF8.GetString(bytes, 8, header).TrimEnd(' '));
        Assert.Equal([0x00, 0x00, 0x80, 0x3f, 0x00, 0x00, 0x00, 0xc0, 0x00, 0x00, 0x40, 0x40], bytes[(8 + header)..]);
    }

    [Fact]
    public void A_file_in_another_order_reads_by_name()
    {
        WriteRaw("""{"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]},"a":{"data_offsets":[0,4],"shape":[1],"dtype":"F32"}}""", 1, 2, 3);
        Parameter a = Tensor("a", [1]), b = Tensor("b", [2]);
        SafetensorsFile.Read(Path).CopyTo([b, a]);
        Assert.Equal([1f], a.Values);
        Assert.Equal([2f, 3f], b.Values);
    }

    [Fact]
    public void Numbers_of_other_types_become_floats()
    {
        // As bits: 1.5 and -2 in each type, and the smallest of the half-precision numbers, 2^-24.
        WriteBytes(
            """{"h":{"dtype":"F16","shape":[3],"data_offsets":[0,6]},"b":{"dtype":"BF16","shape":[2],"data_offsets":[6,10]},"d":{"dtype":"F64","shape":[2],"data_offsets":[10,26]}}""",
            [0x00, 0x3e, 0x00, 0xc0, 0x01, 0x00, 0xc0, 0x3f, 0x00, 0xc0, 0, 0, 0, 0, 0, 0, 0xf8, 0x3f, 0, 0, 0, 0, 0, 0, 0x00, 0xc0]);
        IReadOnlyDictionary<string, Parameter> tensors = SafetensorsFile.Read(Path).Tensors;
        Assert.Equal([1.5f, -2, 1f / (1 << 24)], tensors["h"].Values);
        Assert.Equal([1.5f, -2], tensors["b"].Values);
        Assert.Equal([1.5f, -2], tensors["d"].Values);
    }

    [Fact]
    public void Counts_of_batches_are_passed_over()
    {
        WriteRaw("""{"n.num_batches_tracked":{"dtype":"I64","shape":[],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 0, 0, 7);
        Parameter a = Tensor("a", [1]);
        SafetensorsFile.Read(Path).CopyTo([a]);
        Assert.Equal([7f], a.Values);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"I32","shape":[1],"data_offsets":[0,4]}}""", "tensor 'a' of shape [1] has the element type \"I32\", expected \"F32\", \"F16\", \"BF16\" or \"F64\"")]
    [InlineData("""{"a":{"dtype":"I64","shape":[],"data_offsets":[0,8]}}""", "tensor 'a' of shape [] has the element type \"I64\", expected \"F32\", \"F16\", \"BF16\" or \"F64\"")]
    [InlineData("""{"a":{"shape":[1],"data_offsets":[0,4]}}""", "tensor 'a' of shape [1] has the element type none, expected \"F32\", \"F16\", \"BF16\" or \"F64\"")]
    [InlineData("""{"a":{"dtype":"F16","shape":[1],"data_offsets":[0,4]}}""", "tensor 'a' has 4 bytes, and its shape [1] needs 2")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", "tensor 'a' has 4 bytes, and its shape [2] needs 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", "tensor 'a' has -1 in 'shape', expected whole numbers from 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", "tensor 'a' has 1.5 in 'shape', expected whole numbers from 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4000000000,4000000000],"data_offsets":[0,4]}}""", "tensor 'a' of shape [4000000000, 4000000000] is too large")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0,4000000000],"data_offsets":[0,0]}}""", "tensor 'a' of shape [0, 4000000000] is too large")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", "tensor 'a' has the data_offsets [4, 0], expected a start and an end not before it")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "tensor 'b' starts at byte 0 of the data, and the one before it ends at 4; tensors may neither overlap nor leave gaps")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "tensor 'a' starts at byte 4 of the data, and the one before it ends at 0; tensors may neither overlap nor leave gaps")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "its tensors take 8 bytes, and 4 follow the header; it is cut off")]
    [InlineData("""{}""", "its tensors take 0 bytes, and 4 follow the header; something was appended")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "its header names 'a' twice")]
    [InlineData("""{"a":[]}""", "tensor 'a' is not a JSON object")]
    [InlineData("""[]""", "its header is not a JSON object")]
    [InlineData("""{"a":""", "its header is not JSON (")]
    [InlineData("""{"__metadata__":{"k":1}}""", "the metadata entry 'k' is not a text")]
    public void A_header_that_breaks_the_format_is_refused_by_name(string header, string reason)
    {
        WriteRaw(header, 0);
        var failure = Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read(Path));
        Assert.StartsWith($"'{Path}' cannot be used: {reason}", failure.Message);
    }

    [Fact]
    public void A_header_longer_than_the_file_is_refused_before_memory_is_taken_for_it()
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, ulong.MaxValue);
        File.WriteAllBytes(Path, bytes);
        var failure = Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read(Path));
        Assert.Contains("its first 8 bytes ask for a header of 18446744073709551615 bytes, and the file has 16", failure.Message);
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_refused()
    {
        SafetensorsFile.Write(Path, new Dictionary<string, string>(), [Tensor("a", [3], 1, 2, 3)]);
        byte[] whole = File.ReadAllBytes(Path);
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(Path, whole[..length]);
            Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read(Path));
        }
    }

    [Fact]
    public void A_tensor_that_does_not_fit_is_named_and_nothing_is_copied()
    {
        SafetensorsFile.Write(Path, new Dictionary<string, string>(), [Tensor("a", [1], 5), Tensor("b", [2, 1], 1, 2)]);
        Parameter a = Tensor("a", [1]);
        string Refusal(params Parameter[] wanted) => Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read(Path).CopyTo(wanted)).Message;
        Assert.EndsWith("tensor 'b' has the shape [2, 1], and the network needs [1, 2].", Refusal(a, Tensor("b", [1, 2])));
        Assert.EndsWith("it lacks tensor 'c' of shape [4], which the network needs.", Refusal(a, Tensor("c", [4])));
        Assert.EndsWith("it holds tensor 'b', which the network does not have.", Refusal(a));
        Assert.Equal([0f], a.Values);
    }
}
