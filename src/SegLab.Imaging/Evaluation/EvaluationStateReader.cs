using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SegLab.Imaging.Evaluation;

/// <summary>Reads a state line by line, also one that another process adds to. A last line without an end does not count.</summary>
sealed class EvaluationStateReader : IDisposable
{
    const int MostClasses = 1 << 16;

    readonly string path;
    readonly FileStream file;
    byte[] buffer = new byte[1 << 16];
    int begin, end, line;

    /// <summary>Opens a state and reads its header.</summary>
    /// <exception cref="InvalidDataException">The file is no state; the message names it.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public EvaluationStateReader(string path)
    {
        this.path = path;
        file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        try
        {
            Header = Next(EvaluationStateJson.Default.EvaluationHeader) is { Format: EvaluationHeader.CurrentFormat } header
                ? header
                : throw new InvalidDataException($"{path} is no state of an evaluation.");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>What the figures depend on.</summary>
    public EvaluationHeader Header { get; }

    /// <summary>How many bytes the lines have that were read.</summary>
    public long Length { get; private set; }

    /// <summary>The images in the order in which they were done.</summary>
    /// <exception cref="InvalidDataException">A line is damaged; the message names the file.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public IEnumerable<ImageScores> Images()
    {
        int classes = Math.Clamp(Header.ClassNames?.Count ?? Header.CountedClasses, 1, MostClasses);
        while (Next(EvaluationStateJson.Default.ImageScores) is { } image)
        {
            if (image is { Name: null } or { Prediction: null }) throw new InvalidDataException($"{path}: line {line} has no name or no counts.");
            if (image.Index < 0 || image.Index >= Header.Images)
                throw new InvalidDataException($"{path}: the image '{image.Name}' has the number {image.Index}, expected 0 to {Header.Images - 1}.");
            if (!image.Prediction.Fits(classes) || (Header.Against is not null && image.Against?.Fits(classes) != true))
                throw new InvalidDataException($"{path}: the counts of the image '{image.Name}' are not those of {classes} classes.");
            yield return image;
        }
    }

    /// <summary>What the next line holds; null at the end.</summary>
    T? Next<T>(JsonTypeInfo<T> type)
        where T : class
    {
        int length;
        while ((length = buffer.AsSpan(begin, end - begin).IndexOf((byte)'\n')) < 0)
            if (!ReadMore()) return null;
        line++;
        Length += length + 1;
        ReadOnlySpan<byte> text = buffer.AsSpan(begin, length);
        begin += length + 1;
        try
        {
            return JsonSerializer.Deserialize(text, type) ?? throw new JsonException("it is null");
        }
        catch (JsonException wrong)
        {
            throw new InvalidDataException($"{path}: line {line} is not what an evaluation writes: {wrong.Message}", wrong);
        }
    }

    bool ReadMore()
    {
        buffer.AsSpan(begin, end - begin).CopyTo(buffer);
        (begin, end) = (0, end - begin);
        if (end == buffer.Length) Array.Resize(ref buffer, 2 * end);
        int read = file.Read(buffer, end, buffer.Length - end);
        end += read;
        return read > 0;
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
