using SegLab.Imaging.Storage;

namespace SegLab.Imaging.Tests.Storage;

/// <summary>Values in temporary files, against a dictionary and LINQ's sort in memory.</summary>
public sealed class StoredItemsTests
{
    [Fact]
    public void Bytes_come_back_wherever_they_were_written_and_are_0_elsewhere()
    {
        var random = new Random(1);
        byte[] expected = new byte[400_000], bytes = new byte[70_000];
        var file = new TemporaryFile();
        for (int n = 0; n < 300; n++)
        {
            int length = random.Next(n % 10 == 0 ? bytes.Length : 100), at = random.Next(expected.Length - length);
            random.NextBytes(bytes.AsSpan(0, length));
            bytes.AsSpan(0, length).CopyTo(expected.AsSpan(at));
            file.Write(at, bytes.AsSpan(0, length));
            int count = random.Next(bytes.Length), from = random.Next(expected.Length - count);
            file.Read(from, bytes.AsSpan(0, count));
            Assert.Equal(expected.AsSpan(from, count), bytes.AsSpan(0, count));
        }

        bytes.AsSpan().Fill(1);
        file.Read(expected.Length, bytes);
        Assert.All(bytes, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Values_come_in_any_order_from_several_threads_and_go_out_by_number()
    {
        int[] numbers = [.. Enumerable.Range(0, 30_000).Where(number => number % 7 != 3)];
        int[] shuffled = [.. numbers];
        new Random(1).Shuffle(shuffled);
        var items = new StoredItems<string>(new TextFormat());
        Parallel.ForEach(shuffled, new ParallelOptions { MaxDegreeOfParallelism = 4 }, number => items.Set(number, Text(number)));
        items.Set(14, "another");

        string[] expected = [.. numbers.Select(number => number == 14 ? "another" : Text(number))];
        Assert.Equal(numbers.Length, items.Count);
        Assert.Equal(expected, items);
        StoredList<string> list = items.ToList();
        Assert.Equal(expected, list);
        Assert.Equal((expected[0], expected[12_345], expected[^1]), (list[0], list[12_345], list[^1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => list[expected.Length]);
        Assert.Equal([Text(1), Text(5)], items.ToList([1, 3, 5]));
        Assert.Equal((true, false, false), (items.Contains(4), items.Contains(3), items.Contains(40_000)));
    }

    [Fact]
    public void A_record_may_be_longer_than_any_window()
    {
        var items = new StoredItems<string>(new TextFormat());
        string[] texts = [.. Enumerable.Range(0, 4).Select(number => new string((char)('a' + number), 60_000 * number))];
        foreach ((int number, string text) in texts.Index()) items.Set(number, text);
        Assert.Equal(texts, items);
        Assert.Equal(texts[3], items.ToList()[3]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(5_003)]
    public void Sorting_by_parts_is_sorting(int count)
    {
        var random = new Random(count);
        double[] values = [.. Enumerable.Range(0, count).Select(_ => Math.Round(random.NextDouble() * 1_000))];
        var sort = new ExternalSort<double>(new NumberFormat(), Comparer<double>.Default, inMemory: 100);
        foreach (double value in values) sort.Add(value);
        Assert.Equal(values.Order(), sort.InOrder());
        Assert.Equal(values.Order(), sort.InOrder());
    }

    // Of many lengths, so that records lie across the bounds of pages and windows.
    static string Text(int number) => $"{number}:{new string('x', number % 50)}";

    sealed class TextFormat : IRecordFormat<string>
    {
        public void Write(BinaryWriter writer, string value) => writer.Write(value);

        public string Read(BinaryReader reader) => reader.ReadString();
    }
}
