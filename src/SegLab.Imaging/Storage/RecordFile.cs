using System.Buffers.Binary;

namespace SegLab.Imaging.Storage;

/// <summary>Values one behind the other in a temporary file, each found by its place. For several threads at a time.</summary>
sealed class RecordFile<T>(IRecordFormat<T> format)
{
    /// <summary>Before each record its length.</summary>
    const int HeadBytes = sizeof(int);

    const int Window = 1 << 16;

    readonly IRecordFormat<T> format = format;
    readonly TemporaryFile file = new();
    readonly MemoryStream record = new();
    readonly Lock gate = new();
    BinaryWriter? writer;

    /// <summary>Where the next record begins.</summary>
    public long Length { get; private set; }

    /// <summary>Adds a value and returns its place.</summary>
    /// <exception cref="IOException">The temporary file cannot be written.</exception>
    public long Add(T value)
    {
        lock (gate)
        {
            writer ??= new BinaryWriter(record);
            record.SetLength(0);
            writer.Write(0);
            format.Write(writer, value);
            writer.Flush();
            Span<byte> bytes = record.GetBuffer().AsSpan(0, (int)record.Length);
            BinaryPrimitives.WriteInt32LittleEndian(bytes, bytes.Length);
            long place = Length;
            file.Write(place, bytes);
            Length += bytes.Length;
            return place;
        }
    }

    /// <summary>The values at some places, one after the other.</summary>
    public IEnumerator<T> At(PlaceTable places)
    {
        var reader = new Reader(this, Window);
        foreach ((_, long place) in places) yield return reader.Read(place).Value;
    }

    /// <summary>Reads values, quickly where they lie near each other. For one thread.</summary>
    /// <param name="records">The file.</param>
    /// <param name="window">How many bytes it reads at a time; more where a record is larger.</param>
    public sealed class Reader(RecordFile<T> records, int window)
    {
        byte[] bytes = [];
        long begin, end;
        BinaryReader? reader;

        /// <summary>The value at a place, and where the one behind it begins.</summary>
        public (T Value, long Next) Read(long place)
        {
            Need(place, HeadBytes);
            int length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan((int)(place - begin)));
            Need(place, length);
            reader!.BaseStream.Position = place - begin + HeadBytes;
            return (records.format.Read(reader), place + length);
        }

        void Need(long place, int length)
        {
            if (place >= begin && place + length <= end) return;
            if (bytes.Length < length)
            {
                bytes = new byte[Math.Max(window, length)];
                reader = new BinaryReader(new MemoryStream(bytes));
            }

            records.file.Read(place, bytes);
            (begin, end) = (place, Math.Min(place + bytes.Length, records.Length));
        }
    }
}
