using System.Runtime.CompilerServices;
using SegLab.Losses.Weights;

namespace SegLab.Losses.Kernels;

/// <summary>Pixel weights of a term's own, on top of those that come with the target: made from the labels, or from a first look at the loss.</summary>
sealed unsafe class WeightMap(ILabelWeights? source)
{
    float[] memory = [];

    /// <summary>What makes the weights from the labels; null when they come from the loss.</summary>
    public ILabelWeights? Source => source;

    /// <summary>The sum of the weights over the pixels that count.</summary>
    public double Sum { get; set; }

    /// <summary>The weights, <c>[N, pixels]</c>.</summary>
    public float* Weights { get; private set; }

    /// <summary>Makes room; what is in it is open.</summary>
    public void Reserve(nint pixels)
    {
        if (memory.Length < pixels) memory = GC.AllocateUninitializedArray<float>(checked((int)pixels), pinned: true);
        Weights = (float*)Unsafe.AsPointer(ref memory[0]);
    }

    /// <summary>Fills the map from the labels, and its sum together with the weights that came with the target.</summary>
    public void Fill(in LossArguments arguments, int* labels)
    {
        nint pixels = arguments.Images * arguments.Pixels;
        Reserve(pixels);
        memory.AsSpan(0, (int)pixels).Clear();
        source!.Fill(arguments, labels, Weights);
        double sum = 0;
        for (nint i = 0; i < pixels; i++)
        {
            if (labels[i] != Tile.NoLabel) sum += arguments.PixelWeights == null ? Weights[i] : Weights[i] * (double)arguments.PixelWeights[i];
        }

        Sum = sum;
    }
}
