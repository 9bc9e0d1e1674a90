using Microsoft.Win32.SafeHandles;

namespace SegLab.Imaging.Storage;

/// <summary>
/// Bytes that memory need not hold: the page that was written last is there, all others lie in a file of the temporary folder, which no
/// name leads to and which ends with the process. A single page takes no file. For several threads at a time.
/// </summary>
sealed class TemporaryFile
{
    const int PageBytes = 1 << 16;

    readonly byte[] page = new byte[PageBytes];
    readonly Lock gate = new();
    long current;
    bool isChanged;
    SafeFileHandle? file;

    /// <summary>Writes bytes at a place, where there may be others already.</summary>
    /// <exception cref="IOException">There is no temporary folder, or no room in it; the message names it.</exception>
    public void Write(long at, ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            while (bytes.Length > 0)
            {
                Turn(at / PageBytes);
                int begin = (int)(at % PageBytes), count = Math.Min(bytes.Length, PageBytes - begin);
                bytes[..count].CopyTo(page.AsSpan(begin));
                isChanged = true;
                at += count;
                bytes = bytes[count..];
            }
        }
    }

    /// <summary>Reads as many bytes as fit; those that were never written are 0.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void Read(long at, Span<byte> bytes)
    {
        lock (gate)
        {
            long pageBegin = current * PageBytes, from = Math.Max(at, pageBegin), to = Math.Min(at + bytes.Length, pageBegin + PageBytes);
            if (to - from < bytes.Length) Fill(file, at, bytes);
            if (from < to) page.AsSpan((int)(from - pageBegin), (int)(to - from)).CopyTo(bytes[(int)(from - at)..]);
        }
    }

    void Turn(long number)
    {
        if (number == current) return;
        file ??= Create();
        Save(file);
        Fill(file, number * PageBytes, page);
        current = number;
    }

    void Save(SafeFileHandle to)
    {
        if (!isChanged) return;
        try
        {
            RandomAccess.Write(to, page, current * PageBytes);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Refused(failure);
        }

        isChanged = false;
    }

    static void Fill(SafeFileHandle? from, long at, Span<byte> bytes)
    {
        for (int read; from is not null && bytes.Length > 0 && (read = RandomAccess.Read(from, bytes, at)) > 0; bytes = bytes[read..]) at += read;
        bytes.Clear();
    }

    static SafeFileHandle Create()
    {
        string path = Path.Combine(Path.GetTempPath(), $"seglab-{Guid.NewGuid():N}.tmp");
        try
        {
            // Windows deletes when the process ends, whatever ends it. Elsewhere a name can go while the file is in use.
            if (OperatingSystem.IsWindows()) return File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
            SafeFileHandle file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
            File.Delete(path);
            return file;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Refused(failure);
        }
    }

    static IOException Refused(Exception failure)
    {
        string folder = Path.GetTempPath(), variable = OperatingSystem.IsWindows() ? "TMP" : "TMPDIR";
        string reason = Directory.Exists(folder) ? failure.Message.TrimEnd('.') : "there is no such folder";
        return new($"Could not write a temporary file in '{folder}': {reason}. {variable} names another folder.", failure);
    }
}
