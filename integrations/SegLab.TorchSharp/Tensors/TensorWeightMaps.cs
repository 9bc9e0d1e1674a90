using SegLab.Losses.Kernels;
using SegLab.TorchSharp.Memory;
using static TorchSharp.torch;

namespace SegLab.TorchSharp.Tensors;

/// <summary>
/// Pixel weights of a term's own. Those that follow from the labels, and the choice of the hardest pixels, are made on the
/// CPU by what the kernels use: the labels, or one number a pixel, go there and the weights come back.
/// </summary>
sealed unsafe class TensorWeightMaps(TensorTarget target, nint[] extents, Tensor? instances)
{
    readonly Dictionary<WeightMap, Tensor> filled = [];
    Tensor? labels;

    Tensor Labels => labels ??= target.LabelsOnCpu(Tile.NoLabel);

    /// <summary>The weights that follow from the labels, <c>[N, 1, pixels]</c>.</summary>
    /// <param name="map">What makes them.</param>
    /// <param name="channels">Channels of the logits.</param>
    public Tensor Of(WeightMap map, int channels)
    {
        if (filled.TryGetValue(map, out Tensor? known)) return known;
        using Tensor? numbers = instances?.to(ScalarType.Int32, CPU).contiguous();
        var arguments = new LossArguments
        {
            Images = target.Images,
            Channels = channels,
            Pixels = (nint)Labels.shape[1],
            Extents = extents,
            Instances = numbers is null ? null : TensorMemory.Pointer<int>(numbers),
            Threads = Environment.ProcessorCount,
        };
        map.Fill(arguments, TensorMemory.Pointer<int>(Labels));
        Tensor weights = empty(Labels.shape, dtype: ScalarType.Float32);
        long bytes = weights.numel() * sizeof(float);
        Buffer.MemoryCopy(map.Weights, TensorMemory.Pointer<float>(weights), bytes, bytes);
        return filled[map] = Returned(weights).unsqueeze(1);
    }

    /// <summary>The weights of the pixels that are chosen by their loss, <c>[N, pixels]</c> as the losses; the others have 0.</summary>
    public Tensor Of(IPixelSelection selection, Tensor losses)
    {
        Tensor chosen = losses.detach().to(ScalarType.Float32).cpu().contiguous().clone();
        selection.Select(TensorMemory.Pointer<float>(chosen), TensorMemory.Pointer<int>(Labels), target.Images, (nint)chosen.shape[1], Environment.ProcessorCount);
        return Returned(chosen);
    }

    Tensor Returned(Tensor weights) => weights.to(target.Weights.dtype, target.Weights.device);
}
