using System.Numerics.Tensors;
using SegLab.Imaging.Evaluation;
using SegLab.Imaging.Npy;

namespace SegLab.Studio.Tests.Samples;

/// <summary>Folders of masks on disk that are evaluated for real, and go with the test.</summary>
sealed class MaskFolders : IDisposable
{
    readonly string root = Directory.CreateTempSubdirectory("seglab-report-").FullName;

    public string Folder(string name) => Path.Combine(root, name);

    public string File(string folder, string name) => Path.Combine(root, folder, name + ".npy");

    public void Write(string folder, string name, int[] shape, Func<int, int> label)
    {
        Directory.CreateDirectory(Folder(folder));
        nint[] extents = [.. shape.Select(extent => (nint)extent)];
        ushort[] labels = [.. Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(i => (ushort)label(i))];
        NpyFile.Write(File(folder, name), new ReadOnlyTensorSpan<ushort>(labels, extents));
    }

    public void WriteProbabilities(string folder, string name, int[] shape, Func<int, float> probability)
    {
        Directory.CreateDirectory(Folder(folder));
        float[] numbers = [.. Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(probability)];
        NpyFile.Write(File(folder, name), new ReadOnlyTensorSpan<float>(numbers, [.. shape.Select(extent => (nint)extent)]));
    }

    /// <summary>Images whose predictions have the more errors the higher their number; the others are wrong elsewhere.</summary>
    public MaskFolders WithImages(int images, int classes, int side = 24)
    {
        for (int n = 0; n < images; n++)
        {
            int Truth(int i) => (i / side / 2 + i % side / 2 + n) % classes;
            int own = n, wrong = (images + 1) * 2;
            Write("truth", $"image {n:00}", [side, side], Truth);
            Write("first", $"image {n:00}", [side, side], i => i * 7 % wrong <= own ? (Truth(i) + 1) % classes : Truth(i));
            Write("second", $"image {n:00}", [side, side], i => i * 5 % wrong <= images - own ? (Truth(i) + 1) % classes : Truth(i));
        }

        return this;
    }

    public EvaluationSettings Settings(string? against = null) =>
        new() { Prediction = Folder("first"), Truth = Folder("truth"), Against = against is null ? null : Folder(against), Threads = 1 };

    public void Dispose() => Directory.Delete(root, recursive: true);
}
