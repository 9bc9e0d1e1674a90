using System.Runtime.InteropServices;
using System.Text;

namespace SegLab.Native;

/// <summary>What can be known about a pointer: that it is neither null nor misaligned.</summary>
static unsafe class Pointers
{
    static readonly UTF8Encoding strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="pointer">The pointer.</param>
    /// <param name="alignment">A power of two that its address is a multiple of.</param>
    /// <param name="what">Its name in the header.</param>
    /// <exception cref="BorderException">It is null or misaligned.</exception>
    public static void Check(void* pointer, int alignment, string what)
    {
        if (pointer == null) throw new BorderException(Status.BadPointer, $"{what} is null.");
        if (((nuint)pointer & (nuint)(alignment - 1)) != 0)
            throw new BorderException(Status.BadPointer, $"{what} is at 0x{(nuint)pointer:x}, which is no multiple of {alignment} bytes.");
    }

    /// <summary>Reads text that ends with a 0.</summary>
    /// <exception cref="BorderException">The pointer is null, or the text is not UTF-8.</exception>
    public static string Text(byte* text, string what)
    {
        Check(text, 1, what);
        try
        {
            return strict.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));
        }
        catch (Exception fault) when (fault is DecoderFallbackException or ArgumentException)
        {
            throw new BorderException(Status.BadText, $"{what} is not UTF-8, or too long to be text.");
        }
    }
}
