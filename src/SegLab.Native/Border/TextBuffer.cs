using System.Text;

namespace SegLab.Native;

/// <summary>Memory of the caller that text is written to.</summary>
static unsafe class TextBuffer
{
    /// <summary>Writes text in UTF-8 with a 0 at its end. With a null buffer and a capacity of 0 only the length is told.</summary>
    /// <param name="text">The text.</param>
    /// <param name="buffer">Where it goes.</param>
    /// <param name="capacity">The bytes that there are.</param>
    /// <param name="length">Receives the bytes of the text without the 0.</param>
    /// <exception cref="BorderException">A pointer is null or misaligned, or the text does not fit.</exception>
    public static void Write(string text, byte* buffer, nuint capacity, nuint* length)
    {
        Pointers.Check(length, sizeof(nuint), nameof(length));
        int bytes = Encoding.UTF8.GetByteCount(text);
        *length = (nuint)bytes;
        if (buffer == null && capacity == 0) return;
        Pointers.Check(buffer, 1, nameof(buffer));
        if (capacity <= (nuint)bytes)
            throw new BorderException(Status.BadArgument, $"The buffer has {capacity} bytes; the text and the 0 at its end take {bytes + 1}.");
        Encoding.UTF8.GetBytes(text, new Span<byte>(buffer, bytes));
        buffer[bytes] = 0;
    }
}
