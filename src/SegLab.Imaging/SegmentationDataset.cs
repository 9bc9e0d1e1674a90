using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using SegLab.Losses;

namespace SegLab.Imaging;

/// <summary>Images and masks to train on and to validate on, all with the same number of channels.</summary>
public sealed record SegmentationDataset
{
    /// <summary>What a report calls it: the folder as given, or the generated set's name.</summary>
    public required string Name { get; init; }

    /// <summary>A name for each class; label k is <c>ClassNames[k]</c>.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>The label that counts neither in the loss nor in a metric; null when every label is a class.</summary>
    public int? IgnoreLabel { get; init; }

    /// <summary>The samples to train on.</summary>
    public required IReadOnlyList<SegmentationSample> Training { get; init; }

    /// <summary>The samples to judge by.</summary>
    public required IReadOnlyList<SegmentationSample> Validation { get; init; }

    /// <summary>How many of the training pixels each class has, as <see cref="ClassNames"/> go; pixels to ignore do not count.</summary>
    public long[] ClassCounts()
    {
        long[] counts = new long[ClassNames.Count];
        foreach (SegmentationSample sample in Training)
        {
            foreach (ushort label in sample.Mask.Labels)
            {
                if (label != IgnoreLabel && label < counts.Length) counts[label]++;
            }
        }

        return counts;
    }

    /// <summary>The part of the training pixels that each class has, as <see cref="ClassNames"/> go; pixels to ignore do not count.</summary>
    /// <returns>Numbers from 0 to 1 that sum to 1, or all 0 when no pixel counts.</returns>
    public double[] ClassFractions()
    {
        long[] counts = ClassCounts();
        double total = Math.Max(1, counts.Sum());
        return [.. counts.Select(count => count / total)];
    }

    /// <summary>Class weights for a loss, by how many of the training pixels each class has.</summary>
    /// <exception cref="ArgumentException">No pixel counts.</exception>
    public ClassWeights WeighClasses(ClassWeighting weighting) =>
        ClassWeights.From(weighting, ClassCounts().Select(count => (double)count));

    /// <summary>
    /// A hash (SHA-256, 64 hexadecimal digits) over all that training sees: class names, the label to ignore, and the sizes, samples and
    /// labels of every image in order. Names of the dataset and of its files are not in it. Equal on every machine.
    /// </summary>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(ClassNames.Count, IgnoreLabel ?? -1, Training.Count, Validation.Count);
        foreach (string name in ClassNames)
        {
            byte[] text = Encoding.UTF8.GetBytes(name);
            Append(text.Length);
            hash.AppendData(text);
        }

        foreach (SegmentationSample sample in Training.Concat(Validation))
        {
            RasterImage image = sample.Image;
            Append(image.Width, image.Height, image.Channels, image.Maximum);
            hash.AppendData(image.Bytes);
            AppendWords(image.Words);
            AppendWords(sample.Mask.Labels);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Append(params ReadOnlySpan<int> numbers)
        {
            Span<byte> bytes = stackalloc byte[4];
            foreach (int number in numbers)
            {
                BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
                hash.AppendData(bytes);
            }
        }

        void AppendWords(ReadOnlySpan<ushort> words)
        {
            byte[] bytes = new byte[2 * words.Length];
            for (int i = 0; i < words.Length; i++) BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2 * i), words[i]);
            hash.AppendData(bytes);
        }
    }
}
