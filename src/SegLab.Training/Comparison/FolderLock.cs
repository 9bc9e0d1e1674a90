using System.Runtime.InteropServices;

namespace SegLab.Training.Comparison;

/// <summary>Holds a file against other processes of this machine; the system lets go of it when the process ends, however it ends.</summary>
/// <remarks>It does not rely on the runtime's own locks, which a program may switch off (<c>System.IO.DisableFileLocking</c>).</remarks>
sealed partial class FolderLock : IDisposable
{
    const int SharingViolation = unchecked((int)0x80070020);
    const int WouldBlockOnLinux = 11;
    const int WouldBlockOnMac = 35;
    const int Shared = 1, Exclusive = 2, WithoutWaiting = 4;

    // Whoever looks whether the file is held has it for a moment.
    const int Attempts = 10, MillisecondsBetween = 20;

    readonly FileStream file;

    FolderLock(FileStream file) => this.file = file;

    /// <summary>Takes a file, which is made if it is not there; null when another process has it.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static FolderLock? TryTake(string path)
    {
        for (int attempt = 1; attempt <= Attempts; attempt++)
        {
            if (attempt > 1) Thread.Sleep(MillisecondsBetween);
            if (Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, Exclusive) is { } file) return new FolderLock(file);
        }

        return null;
    }

    /// <summary>Whether a process has a file; false where there is none, and where it may not be opened.</summary>
    public static bool IsHeld(string path)
    {
        try
        {
            using FileStream? file = Open(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, Shared);
            return file is null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    static FileStream? Open(string path, FileMode mode, FileAccess access, FileShare share, int operation)
    {
        FileStream file;
        try
        {
            file = new FileStream(path, mode, access, share);
        }
        catch (IOException failure) when (failure.HResult is SharingViolation or WouldBlockOnLinux or WouldBlockOnMac)
        {
            return null;
        }

        if (OperatingSystem.IsWindows() || Flock(file.SafeFileHandle, operation | WithoutWaiting) == 0 || Marshal.GetLastPInvokeError() is not (WouldBlockOnLinux or WouldBlockOnMac)) return file;
        file.Dispose();
        return null;
    }

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(SafeHandle file, int operation);
}
