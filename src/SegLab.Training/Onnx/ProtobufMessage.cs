using System.Runtime.InteropServices;
using System.Text;

namespace SegLab.Training.Onnx;

/// <summary>A message in the wire format of Protocol Buffers: numbered fields one after another. Numbers of a tensor are not copied until it is written.</summary>
sealed class ProtobufMessage
{
    const int Varint = 0, LengthDelimited = 2, Fixed32 = 5;

    readonly List<(byte[] Bytes, float[] Numbers)> parts = [];

    /// <summary>Bytes of the message.</summary>
    public long Length { get; private set; }

    public ProtobufMessage Add(int field, long number) => Append([.. Key(field, Varint), .. Encode((ulong)number)], []);

    public ProtobufMessage Add(int field, float number) => Append([.. Key(field, Fixed32), .. BitConverter.GetBytes(number)], []);

    public ProtobufMessage Add(int field, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return Append([.. Key(field, LengthDelimited), .. Encode((ulong)bytes.Length), .. bytes], []);
    }

    /// <summary>Adds numbers as the bytes that they are.</summary>
    public ProtobufMessage Add(int field, float[] numbers) =>
        Append([.. Key(field, LengthDelimited), .. Encode(sizeof(float) * (ulong)numbers.Length)], numbers);

    /// <summary>Adds a message as it is now.</summary>
    public ProtobufMessage Add(int field, ProtobufMessage message)
    {
        Append([.. Key(field, LengthDelimited), .. Encode((ulong)message.Length)], []);
        parts.AddRange(message.parts);
        Length += message.Length;
        return this;
    }

    public void WriteTo(Stream stream)
    {
        foreach (var (bytes, numbers) in parts)
        {
            stream.Write(bytes);
            stream.Write(MemoryMarshal.AsBytes(numbers.AsSpan()));
        }
    }

    ProtobufMessage Append(byte[] bytes, float[] numbers)
    {
        parts.Add((bytes, numbers));
        Length += bytes.Length + sizeof(float) * (long)numbers.Length;
        return this;
    }

    static byte[] Key(int field, int wireType) => Encode((ulong)(field << 3 | wireType));

    /// <summary>Seven bits a byte, the lowest first; the eighth says that more follow.</summary>
    static byte[] Encode(ulong number)
    {
        var bytes = new List<byte>();
        for (; number > 0x7f; number >>= 7) bytes.Add((byte)(number | 0x80));
        bytes.Add((byte)number);
        return [.. bytes];
    }
}
