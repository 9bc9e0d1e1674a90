using SegLab.Training.Kernels;
using SegLab.Training.Layers;

namespace SegLab.Training.Tests.Layers;

/// <summary>Activations with given contents, and what the layer behind one would do to its gradient.</summary>
static class LayerFixture
{
    /// <summary>A map that its readers take as it stands.</summary>
    public static Activation Plain(Tensor values)
    {
        Activation activation = Activation.Create(values.Batch, values.Channels, values.Height, values.Width, null, training: true);
        values.CopyTo(activation.Values);
        return activation;
    }

    /// <summary>A normalisation with random scale and shift.</summary>
    public static BatchNormalization Normalization(Random random, int channels)
    {
        var normalization = new BatchNormalization("bn", channels);
        Fill(normalization.Weight, random);
        Fill(normalization.Bias, random);
        return normalization;
    }

    public static Activation Output(BatchNormalization normalization, int batch, int height, int width) =>
        Activation.Create(batch, normalization.Channels, height, width, normalization, training: true);

    /// <summary>A normalised map with given values, whose batch statistics are taken.</summary>
    public static unsafe Activation Normalized(Tensor values, BatchNormalization normalization)
    {
        Activation activation = Output(normalization, values.Batch, values.Height, values.Width);
        values.CopyTo(activation.Values);
        normalization.Begin(training: true);
        BlockedMap map = activation.Values;
        var sums = new AlignedMemory(map.Batch * map.Blocks * PixelTarget.SumsLength);
        ForEachPlane(map, (n, block, offset, count) =>
            activation.Target(block, statistics: true).Write(map.Block(block) + offset, offset, count, sums.Pointer + (n * map.Blocks + block) * PixelTarget.SumsLength));
        normalization.TakeStatistics(sums.Pointer, map.Batch, (long)map.Batch * map.Height * map.Width);
        return activation;
    }

    /// <summary>Hands an activation the gradient behind its ReLU, as its reader does.</summary>
    public static unsafe void SetGradient(Activation activation, Tensor gradient)
    {
        BlockedMap map = activation.Values;
        var given = new BlockedMap(map.Batch, map.Channels, map.Height, map.Width);
        gradient.CopyTo(given);
        var sums = new AlignedMemory(map.Batch * map.Blocks * PixelTarget.SumsLength);
        ForEachPlane(map, (n, block, offset, count) =>
            activation.GradientTarget(block, last: true)
                .Write(given.Block(block) + offset, offset, count, sums.Pointer + (n * map.Blocks + block) * PixelTarget.SumsLength));
        activation.Normalization!.TakeGradients(sums.Pointer, map.Batch, (long)map.Batch * map.Height * map.Width);
    }

    /// <summary>The gradient with respect to an activation's values, from the one behind its normalisation.</summary>
    public static unsafe Tensor ValuesGradient(Activation activation)
    {
        BlockedMap map = activation.Values;
        var gradient = new BlockedMap(map.Batch, map.Channels, map.Height, map.Width);
        ForEachPlane(map, (n, block, offset, count) => activation.GradientSource(block).Read(offset, count, gradient.Block(block) + offset));
        return Tensor.From(gradient);
    }

    public static void Fill(Parameter parameter, Random random)
    {
        foreach (ref float value in parameter.Values.AsSpan()) value = (float)(2 * random.NextDouble() - 1);
    }

    static void ForEachPlane(BlockedMap map, Action<int, int, nint, int> action)
    {
        for (int n = 0; n < map.Batch; n++)
        {
            for (int block = 0; block < map.Blocks; block++) action(n, block, n * map.ImageStride, map.Height * map.Width);
        }
    }
}
