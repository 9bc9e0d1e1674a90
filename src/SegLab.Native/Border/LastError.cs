using System.Runtime.CompilerServices;
using System.Text;

namespace SegLab.Native;

/// <summary>The message of the last call of each thread that failed.</summary>
static unsafe class LastError
{
    // Pinned, so that its address can be handed out; the thread's end releases it.
    [ThreadStatic]
    static byte[]? text;

    /// <summary>The message, ended by a 0.</summary>
    public static byte* Text => (byte*)Unsafe.AsPointer(ref (text ??= Room(0))[0]);

    /// <summary>Keeps what a failure says for the thread that met it.</summary>
    /// <returns>The status that stands for it.</returns>
    public static Status Keep(Exception failure)
    {
        Status status = StatusOf(failure);
        try
        {
            string message = MessageOf(failure, status);
            int length = Encoding.UTF8.GetByteCount(message);
            if (text is null || text.Length <= length) text = Room(length);
            text[Encoding.UTF8.GetBytes(message, text)] = 0;
        }
        catch (OutOfMemoryException)
        {
            if (text is not null) text[0] = 0;
        }

        return status;
    }

    static Status StatusOf(Exception failure) => failure switch
    {
        BorderException known => known.Status,
        FormatException => Status.BadText,
        ArgumentException or OverflowException => Status.BadArgument,
        InvalidOperationException => Status.WrongFunction,
        OutOfMemoryException => Status.OutOfMemory,
        _ => Status.InternalError,
    };

    static string MessageOf(Exception failure, Status status) => failure switch
    {
        OutOfMemoryException => "There is not enough memory.",
        OverflowException => "The tensors have more elements than can be counted with 32 bits where that is needed.",
        _ when status == Status.InternalError => $"{failure.GetType().Name}: {failure.Message}",
        _ => failure.Message.ReplaceLineEndings(" "),
    };

    static byte[] Room(int length) => GC.AllocateArray<byte>(Math.Max(256, length + 1), pinned: true);
}
