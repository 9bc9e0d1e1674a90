using System.Collections;

namespace SegLab.Imaging.Storage;

/// <summary>
/// Values by number, in temporary files: they come in any order and from several threads, and go out in the order of their numbers. Memory holds
/// pages of them, however many there are.
/// </summary>
sealed class StoredItems<T>(IRecordFormat<T> format) : IEnumerable<T>
{
    readonly RecordFile<T> records = new(format);
    readonly PlaceTable places = new();
    readonly Lock gate = new();

    /// <summary>How many values there are.</summary>
    public int Count { get; private set; }

    /// <summary>Sets the value of a number, in place of one that it may have.</summary>
    /// <exception cref="IOException">The temporary files cannot be written.</exception>
    public void Set(int number, T value)
    {
        long place = records.Add(value);
        lock (gate)
        {
            if (places[number] is null) Count++;
            places[number] = place;
        }
    }

    /// <summary>Whether a number has a value.</summary>
    public bool Contains(int number) => places[number] is not null;

    /// <summary>The numbers that have a value, ascending.</summary>
    public IEnumerable<int> Numbers
    {
        get
        {
            foreach ((int number, _) in places) yield return number;
        }
    }

    /// <summary>The values in the order of their numbers, without gaps.</summary>
    public StoredList<T> ToList() => ToList(Numbers);

    /// <summary>The values of some numbers, ascending ones; those without a value are passed over.</summary>
    public StoredList<T> ToList(IEnumerable<int> numbers)
    {
        var kept = new PlaceTable();
        int count = 0;
        using IEnumerator<int> wanted = numbers.GetEnumerator();
        bool isMore = wanted.MoveNext();
        foreach ((int number, long place) in places)
        {
            while (isMore && wanted.Current < number) isMore = wanted.MoveNext();
            if (isMore && wanted.Current == number) kept[count++] = place;
        }

        return new StoredList<T>(records, kept, count);
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => records.At(places);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
