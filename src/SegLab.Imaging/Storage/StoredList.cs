using System.Collections;

namespace SegLab.Imaging.Storage;

/// <summary>Values in order, in temporary files that live as long as the list. Going through it is quick; a single value takes two reads.</summary>
sealed class StoredList<T>(RecordFile<T> records, PlaceTable places, int count) : IReadOnlyList<T>
{
    const int SingleWindow = 1 << 9;

    /// <inheritdoc/>
    public int Count => count;

    /// <inheritdoc/>
    public T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
            return new RecordFile<T>.Reader(records, SingleWindow).Read(places[index]!.Value).Value;
        }
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => records.At(places);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
