namespace SegLab.Imaging.Png;

/// <summary>The compressed image data of a PNG in memory, which may come in many chunks, as one stream; used for one file after another.</summary>
sealed class PngDataStream : Stream
{
    const int Overhead = 12;

    byte[] file = [];
    int position, left, total;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Starts with the first chunk of image data; those that follow it come right behind, and were checked.</summary>
    /// <param name="bytes">The PNG.</param>
    /// <param name="first">Where the data of the first chunk start.</param>
    /// <param name="length">How many bytes of data it has.</param>
    /// <param name="all">How many bytes of data all have.</param>
    public void Open(byte[] bytes, int first, int length, int all) => (file, position, left, total) = (bytes, first, length, all - length);

    public override int Read(Span<byte> buffer)
    {
        while (left == 0)
        {
            if (total == 0) return 0;
            position += Overhead;
            left = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(position - 8));
            total -= left;
        }

        int read = Math.Min(left, buffer.Length);
        file.AsSpan(position, read).CopyTo(buffer);
        position += read;
        left -= read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
