namespace SegLab.Imaging;

/// <summary>
/// Writes files that are either the old or the new one, whatever happens meanwhile: beside, flushed to the disk, then renamed.
/// </summary>
static class AtomicFile
{
    /// <summary>Creates or replaces a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">The content could not be written; what the file held before is intact.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string partial = path + ".partial";
        try
        {
            using (var stream = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(partial, path, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            TryDelete(partial);
            string kept = File.Exists(path) ? " The file that was there before is intact." : "";
            throw new IOException($"Could not write '{path}': {failure.Message.TrimEnd('.')}.{kept}", failure);
        }
    }

    static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The disk that refused the content may refuse this too: what counts is the error that led here.
        }
    }
}
