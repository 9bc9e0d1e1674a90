using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using SegLab.Losses;

namespace SegLab.Bench;

/// <summary>What a loss is given.</summary>
enum InputKind
{
    /// <summary>Logits 4 x 21 x 512 x 512, and regions of every class.</summary>
    Classes,

    /// <summary>The same as log-probabilities.</summary>
    LogProbabilities,

    /// <summary>The same logits, and a soft target that gives a tenth to all classes.</summary>
    SoftTarget,

    /// <summary>As many logits of one channel, 84 x 1 x 512 x 512, and discs as the foreground.</summary>
    Binary,

    /// <summary>Logits 8 x 1 x 512 x 512, for losses whose peers take seconds.</summary>
    FewBinary,

    /// <summary>Logits 8 x 2 x 512 x 512, and discs as the foreground.</summary>
    TwoClasses,
}

/// <summary>Logits that are mostly, and not surely, right about labels that form regions, as those of a network in training are.</summary>
sealed unsafe class LossInput : IDisposable
{
    const int Size = 512, Pixels = Size * Size;

    readonly byte[] labels;
    readonly float[]? soft;
    readonly float* logits;
    readonly float* gradient;
    readonly nint[] shape, mapShape;

    public LossInput(InputKind kind)
    {
        (int images, int channels) = kind switch { InputKind.Binary => (84, 1), InputKind.FewBinary => (8, 1), InputKind.TwoClasses => (8, 2), _ => (4, 21) };
        Kind = kind;
        shape = [images, channels, Size, Size];
        mapShape = [images, Size, Size];
        var random = new Random(1);
        labels = new byte[images * Pixels];
        for (int n = 0; n < images; n++)
        {
            Span<byte> image = labels.AsSpan(n * Pixels, Pixels);
            if (channels > 2) FillWithRegions(image, channels, random);
            else FillWithDiscs(image, random);
        }

        logits = (float*)NativeMemory.AlignedAlloc((nuint)Length * sizeof(float), 64);
        gradient = (float*)NativeMemory.AlignedAlloc((nuint)Length * sizeof(float), 64);
        for (nint i = 0; i < Length; i++)
        {
            nint plane = i / Pixels, label = channels == 1 ? 1 : plane % channels;
            bool isTrue = labels[plane / channels * Pixels + i % Pixels] == label;
            logits[i] = (float)(random.NextDouble() * 6 - 3 + (isTrue ? 4 : 0));
        }

        if (kind == InputKind.LogProbabilities) Normalize(channels);
        if (kind == InputKind.SoftTarget) soft = MakeSoft(channels);
    }

    public InputKind Kind { get; }

    /// <summary>How many logits there are.</summary>
    public nint Length => (nint)TensorPrimitives.Product<nint>(shape);

    public StreamingCopy CreateCopy(int threads) => new(logits, gradient, Length, threads);

    /// <summary>Value and gradient.</summary>
    public double Evaluate(SegmentationLoss loss, int threads) => loss.Evaluate(
        new ReadOnlyTensorSpan<float>(new ReadOnlySpan<float>(logits, (int)Length), shape),
        soft is null ? new ReadOnlyTensorSpan<byte>(labels, mapShape) : new ReadOnlyTensorSpan<float>(soft, shape),
        new TensorSpan<float>(new Span<float>(gradient, (int)Length), shape),
        threads);

    /// <summary>Has PyTorch read the same numbers.</summary>
    public void Send(TorchProcess torch)
    {
        string folder = Directory.CreateTempSubdirectory("seglab-bench").FullName;
        string logitsFile = Path.Combine(folder, "logits"), labelsFile = Path.Combine(folder, "labels");
        using (FileStream file = File.Create(logitsFile)) file.Write(new ReadOnlySpan<byte>(logits, (int)Length * sizeof(float)));
        File.WriteAllBytes(labelsFile, labels);
        torch.Ask(string.Join('\t', (object[])["data", .. shape.Cast<object>(), logitsFile, labelsFile]));
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Each pixel has the class of the nearest of some points.</summary>
    static void FillWithRegions(Span<byte> image, int classes, Random random)
    {
        (int Row, int Column, byte Class)[] points =
            [.. Enumerable.Range(0, 40).Select(i => (random.Next(Size), random.Next(Size), (byte)(i % classes)))];
        for (int i = 0; i < image.Length; i++)
        {
            (int row, int column) = (i / Size, i % Size);
            image[i] = points.MinBy(point => Square(point.Row - row) + Square(point.Column - column)).Class;
        }
    }

    /// <summary>Discs of many sizes, about one in each cell of a coarse grid.</summary>
    static void FillWithDiscs(Span<byte> image, Random random)
    {
        const int cell = Size / 5;
        for (int disc = 0; disc < 25; disc++)
        {
            int row = disc / 5 * cell + random.Next(30, cell - 30), column = disc % 5 * cell + random.Next(30, cell - 30);
            int radius = random.Next(8, 45);
            for (int i = 0; i < image.Length; i++)
                if (Square(i / Size - row) + Square(i % Size - column) <= radius * radius) image[i] = 1;
        }
    }

    static int Square(int length) => length * length;

    void Normalize(int channels)
    {
        for (nint i = 0; i < labels.Length; i++)
        {
            float* pixel = logits + i / Pixels * channels * Pixels + i % Pixels;
            double sum = 0;
            for (int k = 0; k < channels; k++) sum += Math.Exp(pixel[k * Pixels]);
            for (int k = 0; k < channels; k++) pixel[k * Pixels] -= (float)Math.Log(sum);
        }
    }

    float[] MakeSoft(int channels)
    {
        var target = new float[Length];
        Array.Fill(target, 0.1f / channels);
        for (int i = 0; i < labels.Length; i++) target[(i / Pixels * channels + labels[i]) * Pixels + i % Pixels] += 0.9f;
        return target;
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(logits);
        NativeMemory.AlignedFree(gradient);
    }
}
