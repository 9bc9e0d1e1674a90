using System.Runtime.InteropServices;
using System.Text;

namespace SegLab.Native;

/// <summary>What can be known about a pointer: that it is neither null nor misaligned, and that the caller says there is room.</summary>
static unsafe class Pointers
{
    // Of options: a garbage count must not make memory be read.
    const int MaximalNumbers = 4096;

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

    /// <summary>The memory that results are written to; nothing where there are none.</summary>
    /// <param name="pointer">The memory.</param>
    /// <param name="capacity">How many elements the caller has room for.</param>
    /// <param name="needed">How many are to be written.</param>
    /// <param name="what">Its name in the header.</param>
    /// <exception cref="BorderException">It is null or misaligned, or there is no room.</exception>
    public static Span<T> Room<T>(T* pointer, nuint capacity, int needed, string what)
        where T : unmanaged
    {
        if (needed == 0) return default;
        Check(pointer, sizeof(T), what);
        return capacity >= (nuint)needed
            ? new(pointer, needed)
            : throw new BorderException(Status.BadArgument, $"There is room for {capacity} numbers in {what}, and {needed} are to be written.");
    }

    /// <summary>Reads numbers of the caller; nothing where there are none.</summary>
    /// <exception cref="BorderException">The pointer is null or misaligned, or there are too many.</exception>
    public static ReadOnlySpan<T> Numbers<T>(T* pointer, nuint count, string what)
        where T : unmanaged
    {
        if (count == 0) return default;
        Check(pointer, sizeof(T), what);
        return count <= MaximalNumbers
            ? new(pointer, (int)count)
            : throw new BorderException(Status.BadArgument, $"{what} are said to be {count}, where at most {MaximalNumbers} are possible.");
    }

    /// <summary>A number that may be left out.</summary>
    /// <exception cref="BorderException">The pointer is misaligned.</exception>
    public static T? Optional<T>(T* pointer, string what)
        where T : unmanaged
    {
        if (pointer == null) return null;
        Check(pointer, sizeof(T), what);
        return *pointer;
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
