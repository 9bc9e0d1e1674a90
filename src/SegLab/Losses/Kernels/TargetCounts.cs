using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Losses.Kernels;

/// <summary>What means and balances divide by: the pixels that count, their weights, and what each class has of them.</summary>
sealed class TargetCounts
{
    const int First = 2;

    double[] counts = [];
    int images, channels;

    /// <summary>Pixels that count.</summary>
    public double Pixels { get; private set; }

    /// <summary>The sum of their weights.</summary>
    public double Weights { get; private set; }

    /// <summary>Numbers that an image has: pixels, weights, and one a channel.</summary>
    public static int Length(int channels) => First + channels;

    /// <summary>Adds a tile to the numbers of its image.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void Add(Tile tile, bool weighted, bool classes, Span<double> sums)
    {
        // A comparison that holds is -1.
        Vector512<int> counting = Vector512<int>.Zero;
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
            counting -= ~Vector512.Equals(Vector512.Load(tile.Labels + i), Vector512.Create(Tile.NoLabel));
        int count = Vector512.Sum(counting);
        double weights = weighted ? 0 : count;
        for (int i = 0; weighted && i < tile.Count; i++) weights += tile.Weights[i];
        sums[0] += count;
        sums[1] += weights;
        if (!classes) return;

        Span<double> perClass = sums.Slice(First, tile.Channels);
        if (tile.Soft != null)
        {
            for (int k = 0; k < tile.Channels; k++)
                for (int i = 0; i < tile.Count; i++) perClass[k] += tile.Soft[k * tile.SoftStride + i];
            return;
        }

        CountClasses(tile, perClass);
    }

    /// <summary>Neighbours count in different places, so that no count waits for the one before it to be stored.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static unsafe void CountClasses(Tile tile, Span<double> perClass)
    {
        const int Places = 4, MostChannels = 256;

        // With one channel, label 1 is what that channel finds.
        int least = tile.Channels == 1 ? 1 : 0, channels = tile.Channels;
        if (channels > MostChannels)
        {
            for (int i = 0; i < tile.Count; i++)
                if (tile.Labels[i] >= least) perClass[tile.Labels[i] - least]++;
            return;
        }

        Span<int> places = stackalloc int[Places * channels];
        places.Clear();
        for (int i = 0; i < tile.Count; i++)
            if (tile.Labels[i] >= least) places[(tile.Labels[i] - least) * Places + i % Places]++;
        for (int k = 0; k < channels; k++)
            foreach (int count in places.Slice(k * Places, Places)) perClass[k] += count;
    }

    /// <summary>Adds labels that are bytes and weigh the same, where no class needs to be counted or only the one of a single channel.</summary>
    /// <returns>Whether every label is a class or is ignored.</returns>
    public static bool AddBytes(in LabelReader labels, nint first, int count, bool classes, Span<double> sums)
    {
        int counted = labels.CountBytes(first, count, out int ones, out bool known);
        sums[0] += counted;
        sums[1] += counted;
        if (classes) sums[First] += ones;
        return known;
    }

    /// <summary>All pixels of all images, without weights.</summary>
    public void CountAll(int images, int channels, nint pixels)
    {
        Begin(images, channels);
        for (int image = 0; image < images; image++) counts[image * Length(channels)] = counts[image * Length(channels) + 1] = pixels;
        Pixels = Weights = (double)images * pixels;
    }

    void Begin(int images, int channels)
    {
        (this.images, this.channels) = (images, channels);
        if (counts.Length < images * Length(channels)) counts = new double[images * Length(channels)];
        Array.Clear(counts);
    }

    /// <summary>Takes over the sums of all blocks, image by image.</summary>
    public void Collect(double[] blockSums, int sumsPerBlock, int blocksPerImage, int images, int channels)
    {
        Begin(images, channels);
        int length = Length(channels);
        for (int block = 0; block < images * blocksPerImage; block++)
        {
            Span<double> image = counts.AsSpan(block / blocksPerImage * length, length);
            for (int j = 0; j < length; j++) image[j] += blockSums[block * sumsPerBlock + j];
        }

        (Pixels, Weights) = (0, 0);
        for (int image = 0; image < images; image++)
        {
            Pixels += counts[image * length];
            Weights += counts[image * length + 1];
        }
    }

    /// <summary>The sum of the weights of one image's pixels.</summary>
    public double WeightsOf(int image) => counts[image * Length(channels) + 1];

    /// <summary>The pixels of one class in one image; counted only when a term asks for it.</summary>
    public double ClassOf(int image, int channel) => counts[image * Length(channels) + First + channel];

    /// <summary>The sum over the pixels of the weight of their class.</summary>
    public double ClassWeightSum(PixelTerm term)
    {
        double sum = 0;
        for (int image = 0; image < images; image++)
            for (int k = 0; k < channels; k++) sum += counts[image * Length(channels) + First + k] * term.WeightOf(k);
        return sum;
    }

    /// <summary>1 - mean(y) of each image, or of the batch: what presence weighs when it is balanced with absence (Xie and Tu 2015).</summary>
    public float[] AbsentShares(float[] shares, Aggregate over)
    {
        if (shares.Length != images) shares = new float[images];
        double allPresent = 0, allElements = 0;
        for (int image = 0; image < images; image++)
        {
            ReadOnlySpan<double> ofImage = counts.AsSpan(image * Length(channels), Length(channels));
            double present = 0, elements = ofImage[0] * channels;
            foreach (double pixels in ofImage[First..]) present += pixels;
            shares[image] = AbsentShare(present, elements);
            allPresent += present;
            allElements += elements;
        }

        if (over == Aggregate.Batch) Array.Fill(shares, AbsentShare(allPresent, allElements));
        return shares;
    }

    static float AbsentShare(double present, double elements) => elements == 0 ? 0 : (float)(1 - present / elements);
}
