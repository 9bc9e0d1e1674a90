using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Losses.Kernels;

/// <summary>The scratch memory of one worker: a run of neighbouring pixels of one image, with all their channels.</summary>
/// <remarks>
/// Rows hold <see cref="Size"/> numbers and start on 64-byte boundaries. The last tile of an image may be shorter than a row; its
/// pixels are then copied to a padded row, and the padding has weight 0 and a label that no class has.
/// </remarks>
sealed unsafe class Tile
{
    /// <summary>The label of pixels that do not count.</summary>
    public const int NoLabel = int.MinValue;

    /// <summary>Pixels that a loop may take at once.</summary>
    public const int Step = VectorQuad.Count;

    // The tiles of two workers lie next to each other, and each writes its own all the time: without room between them the processors
    // would pass a cache line to and fro.
    public Gap Between;

    readonly float[] memory;

    public Tile(int channels, int size, int overlaps)
    {
        (Channels, Size) = (channels, size);
        const int singleRows = 22;
        memory = GC.AllocateUninitializedArray<float>((5 * channels + singleRows) * size + (overlaps * channels * OverlapSums.Width + 1) * Lanes.Count, pinned: true);
        memory.AsSpan().Clear();
        float* next = (float*)(((nuint)Unsafe.AsPointer(ref memory[0]) + 63) & ~(nuint)63);

        float* Rows(int count)
        {
            float* rows = next;
            next += count * size;
            return rows;
        }

        Exponentials = Rows(channels);
        RegionSlopes = Rows(channels);
        LogSlopes = Rows(channels);
        paddedLogits = Rows(channels);
        paddedSoft = Rows(channels);
        Labels = (int*)Rows(1);
        Weights = Rows(1);
        Inverse = Rows(1);
        Maximum = Rows(1);
        LogSum = Rows(1);
        Probability = Rows(1);
        Complement = Rows(1);
        LogProbability = Rows(1);
        LogComplement = Rows(1);
        Slopes = Rows(1);
        AbsentSlopes = Rows(1);
        Map = Rows(1);
        TermWeights = Rows(1);
        mapRow = Rows(1);
        LargestChannel = Rows(1);
        SecondMaximum = Rows(1);
        InverseOthers = Rows(1);
        OvertakenSlopes = Rows(1);
        LargestComplement = Rows(1);
        LargestLogProbability = Rows(1);
        LargestLogComplement = Rows(1);
        Ones = Rows(1);
        OverlapLanes = next;
        new Span<float>(Ones, size).Fill(1);
    }

    public readonly int Channels;
    public readonly int Size;

    /// <summary>Pixels in this tile, and the same rounded up to whole <see cref="Step"/>s.</summary>
    public int Count, Padded;

    /// <summary>The image and the first pixel in it.</summary>
    public int Image;
    public nint Offset;

    /// <summary>The logits, and the distance from one channel to the next.</summary>
    public float* Logits;
    public nint LogitStride;

    /// <summary>A soft target or null, and the distance from one channel to the next.</summary>
    public float* Soft;
    public nint SoftStride;

    /// <summary>The label of each pixel, <see cref="NoLabel"/> where it does not count.</summary>
    public readonly int* Labels;

    /// <summary>The pixel's weight; 0 where it does not count.</summary>
    public readonly float* Weights;

    /// <summary>Whether all of <see cref="Weights"/> are known to be 1, from the tile before: then they need not be written again.</summary>
    public bool WeightsAreOne;

    /// <summary>exp(z - max) of each channel; with a sigmoid unused.</summary>
    public readonly float* Exponentials;

    /// <summary>1 / sum of <see cref="Exponentials"/>, the largest logit, and the logarithm of the sum.</summary>
    public readonly float* Inverse, Maximum, LogSum;

    /// <summary>Softmax: the likelihood of the true class. Sigmoid: that of the channel's class being present.</summary>
    public readonly float* Probability, Complement, LogProbability, LogComplement;

    /// <summary>d loss / d log p, of the true class or of the channel at hand; and d loss / d log (1 - p) of the channel.</summary>
    public readonly float* Slopes, AbsentSlopes;

    /// <summary>
    /// Softmax, outcomes of each channel: which channel has the largest logit, the largest but one, the inverse of the sum of exp(z - that) without the largest (or, when
    /// <see cref="OthersAreModerate"/>, of exp(z - max)), and d loss / d log (1 - p) times p of the channel with the largest.
    /// </summary>
    public readonly float* LargestChannel, SecondMaximum, InverseOthers, OvertakenSlopes;

    /// <summary>Likewise 1 - p, log p and log (1 - p) of the channel with the largest logit.</summary>
    public readonly float* LargestComplement, LargestLogProbability, LargestLogComplement;

    /// <summary>Whether no logit is so much larger than the others that their exponentials lose digits.</summary>
    public bool OthersAreModerate;

    /// <summary>d loss / d log p of each channel, for targets that are not one class.</summary>
    public readonly float* LogSlopes;

    /// <summary>d loss / d p of each channel.</summary>
    public readonly float* RegionSlopes;

    /// <summary>The value of each pixel, where the caller asked for a map.</summary>
    public readonly float* Map;

    /// <summary><see cref="Weights"/> times a term's class weights.</summary>
    public readonly float* TermWeights;

    public readonly float* Ones;

    /// <summary>The sums of each measure and class over a block, <c>[measure, class, 3, lane]</c>.</summary>
    public readonly float* OverlapLanes;

    readonly float* paddedLogits, paddedSoft;

    readonly float* mapRow;

    /// <summary>Where the tile begins in maps of the whole batch, <c>[N, pixels]</c>.</summary>
    public nint FirstPixel;

    /// <summary>The tile's part of a map; a run that does not fill whole vectors is copied.</summary>
    public float* Row(WeightMap map)
    {
        if (Count == Padded) return map.Weights + FirstPixel;
        var row = new Span<float>(mapRow, Padded);
        new ReadOnlySpan<float>(map.Weights + FirstPixel, Count).CopyTo(row);
        row[Count..].Clear();
        return mapRow;
    }

    /// <summary>Points the tile at pixels of the logits; a run that does not fill whole vectors is copied.</summary>
    public void SetLogits(float* first, nint stride)
    {
        if (Count == Padded)
        {
            Logits = first;
            LogitStride = stride;
            return;
        }

        Copy(first, stride, paddedLogits);
        Logits = paddedLogits;
        LogitStride = Size;
    }

    /// <summary>Points the tile at pixels of a soft target, likewise.</summary>
    public void SetSoft(float* first, nint stride)
    {
        if (Count == Padded)
        {
            Soft = first;
            SoftStride = stride;
            return;
        }

        Copy(first, stride, paddedSoft);
        Soft = paddedSoft;
        SoftStride = Size;
    }

    /// <summary>1 where a pixel of the tile belongs to a class, or the soft target's share of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Target(int label, float* soft, int i) => soft != null
        ? Vector512.Load(soft + i)
        : Vector512.ConditionalSelect(IsLabel(label, i), Vector512<float>.One, Vector512<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> IsLabel(int label, int i) => Vector512.Equals(Vector512.Load(Labels + i), Vector512.Create(label)).AsSingle();

    void Copy(float* first, nint stride, float* rows)
    {
        for (int k = 0; k < Channels; k++)
        {
            var row = new Span<float>(rows + k * Size, Padded);
            new ReadOnlySpan<float>(first + k * stride, Count).CopyTo(row);
            row[Count..].Clear();
        }
    }

    [InlineArray(256)]
    public struct Gap
    {
        byte first;
    }
}
