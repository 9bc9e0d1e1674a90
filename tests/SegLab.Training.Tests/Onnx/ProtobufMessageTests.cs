using SegLab.Training.Onnx;

namespace SegLab.Training.Tests.Onnx;

/// <summary>The bytes are those of the examples in Protocol Buffers' page on its encoding, where there is one.</summary>
public sealed class ProtobufMessageTests
{
    [Fact]
    public void A_number_is_written_seven_bits_a_byte() => Expect("08 96 01", new ProtobufMessage().Add(1, 150));

    [Fact]
    public void A_negative_number_takes_ten_bytes() => Expect("08 FE FF FF FF FF FF FF FF FF 01", new ProtobufMessage().Add(1, -2));

    [Fact]
    public void A_text_has_its_length_before_it() => Expect("12 07 74 65 73 74 69 6E 67", new ProtobufMessage().Add(2, "testing"));

    [Fact]
    public void A_text_is_utf8() => Expect("12 02 C3 BC", new ProtobufMessage().Add(2, "ü"));

    [Fact]
    public void A_message_in_a_message_has_its_length_before_it() =>
        Expect("1A 03 08 96 01", new ProtobufMessage().Add(3, new ProtobufMessage().Add(1, 150)));

    [Fact]
    public void A_field_number_above_15_takes_two_bytes() => Expect("A0 01 07", new ProtobufMessage().Add(20, 7));

    [Fact]
    public void A_float_is_its_four_bytes() => Expect("15 00 00 80 3F", new ProtobufMessage().Add(2, 1f));

    [Fact]
    public void Numbers_of_a_tensor_keep_their_bytes_also_within_other_messages()
    {
        var inner = new ProtobufMessage().Add(9, [1f, -2f]);
        Expect("4A 08 00 00 80 3F 00 00 00 C0", inner);
        Expect("0A 0A 4A 08 00 00 80 3F 00 00 00 C0 08 01", new ProtobufMessage().Add(1, inner).Add(1, 1));
    }

    static void Expect(string bytes, ProtobufMessage message)
    {
        using var stream = new MemoryStream();
        message.WriteTo(stream);
        Assert.Equal(bytes, string.Join(' ', stream.ToArray().Select(value => value.ToString("X2"))));
        Assert.Equal(stream.Length, message.Length);
    }
}
