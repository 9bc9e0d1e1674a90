using System.Buffers;
using System.Runtime.Intrinsics;

namespace SegLab.Imaging.Masks;

/// <summary>Which label stands for which class.</summary>
sealed class LabelReplacement
{
    readonly Dictionary<int, int> classes;
    readonly byte[] table = new byte[256];
    readonly bool isIdentity;

    public LabelReplacement(Dictionary<int, int> classes)
    {
        this.classes = classes;
        KeepsBytes = classes.Values.All(value => value is >= 0 and <= byte.MaxValue);
        isIdentity = classes.All(pair => pair.Key == pair.Value);
        KnownBytes = SearchValues.Create([.. classes.Keys.Where(label => label is >= 0 and <= byte.MaxValue).Select(label => (byte)label)]);
        foreach ((int label, int value) in classes)
        {
            if (label is >= 0 and <= byte.MaxValue) table[label] = (byte)value;
        }
    }

    /// <summary>The labels up to 255 that stand for something.</summary>
    public SearchValues<byte> KnownBytes { get; }

    /// <summary>Whether all that labels stand for is 0 to 255.</summary>
    public bool KeepsBytes { get; }

    public bool TryGet(int label, out int value) => classes.TryGetValue(label, out value);

    /// <summary>Replaces labels, all of which are known.</summary>
    public void Apply(Span<byte> labels)
    {
        if (isIdentity) return;

        // Most of a mask is runs: a vector of one label, the one before, takes one comparison.
        int i = 0;
        var (last, replaced) = (Vector256<byte>.Zero, Vector256.Create(table[0]));
        for (; i <= labels.Length - Vector256<byte>.Count; i += Vector256<byte>.Count)
        {
            Span<byte> part = labels.Slice(i, Vector256<byte>.Count);
            var vector = Vector256.Create<byte>(part);
            if (vector != last)
            {
                var first = Vector256.Create(part[0]);
                if (vector != first)
                {
                    foreach (ref byte label in part) label = table[label];
                    continue;
                }

                (last, replaced) = (first, Vector256.Create(table[part[0]]));
            }

            replaced.CopyTo(part);
        }

        foreach (ref byte label in labels[i..]) label = table[label];
    }
}
