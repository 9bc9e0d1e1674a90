using System.Numerics.Tensors;
using SegLab.Imaging.Evaluation;
using SegLab.Imaging.Npy;
using SegLab.Imaging.Png;

namespace SegLab.Imaging.Tests.Evaluation;

/// <summary>Folders of true and predicted masks for a test, of chosen labels.</summary>
sealed class MaskFolders : IDisposable
{
    readonly TemporaryFolder folder = new();

    public MaskFolders()
    {
        foreach (string name in new[] { "truth", "prediction", "other" }) Directory.CreateDirectory(this[name]);
    }

    public string this[string name] => Path.Combine(folder.Path, name);

    public EvaluationSettings Settings => new() { Prediction = this["prediction"], Truth = this["truth"], Threads = 2 };

    /// <summary>Writes a mask of one row a text, a digit a label.</summary>
    public void Write(string role, string name, params string[] rows)
    {
        ushort[] labels = [.. string.Concat(rows).Select(digit => (ushort)(digit == '#' ? 255 : digit - '0'))];
        PngFile.WriteLabelMap(Path.Combine(this[role], name + ".png"), new LabelMap(rows[0].Length, rows.Length, labels), new ClassPalette());
    }

    public void WriteNpy<T>(string role, string name, T[] numbers, params nint[] shape)
        where T : unmanaged => NpyFile.Write(Path.Combine(this[role], name + ".npy"), NpyArray.Create(new ReadOnlyTensorSpan<T>(numbers, shape)));

    /// <summary>Pairs of noisy masks, the same for the same seed.</summary>
    public void WriteRandom(int images, int classes, int size, int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i < images; i++)
        {
            string Row(double noise) => string.Concat(Enumerable.Range(0, size).Select(x => random.NextDouble() < noise ? (char)('0' + random.Next(classes)) : (char)('0' + (x * classes / size))));
            string[] Rows(double noise) => [.. Enumerable.Range(0, size).Select(_ => Row(noise))];
            Write("truth", $"{i:000}", Rows(0.1));
            Write("prediction", $"{i:000}", Rows(0.3));
            Write("other", $"{i:000}", Rows(0.5));
        }
    }

    public void Dispose() => folder.Dispose();
}
