using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace SegLab.Native;

/// <summary>The functions that tell versions and the last error. See the header for all functions.</summary>
static unsafe class LibraryFunctions
{
    /// <summary><c>SEGLAB_ABI_VERSION</c> of the header.</summary>
    public const uint AbiVersion = 1;

    static readonly byte[] version = Version();

    [UnmanagedCallersOnly(EntryPoint = "seglab_abi_version")]
    public static uint GetAbiVersion() => AbiVersion;

    [UnmanagedCallersOnly(EntryPoint = "seglab_version")]
    public static byte* GetVersion() => (byte*)Unsafe.AsPointer(ref version[0]);

    [UnmanagedCallersOnly(EntryPoint = "seglab_last_error")]
    public static byte* GetLastError() => LastError.Text;

    static byte[] Version()
    {
        string text = typeof(LibraryFunctions).Assembly.GetName().Version!.ToString(fieldCount: 3);
        byte[] pinned = GC.AllocateArray<byte>(text.Length + 1, pinned: true);
        Encoding.UTF8.GetBytes(text, pinned);
        return pinned;
    }
}
