using SegLab.Numerics;

namespace SegLab.Training.Kernels;

/// <summary>Carries the weights of a 3 x 3 convolution into the transformed domain, a pair of blocks an item.</summary>
/// <param name="weights"><c>[outputs, inputs, 3, 3]</c>.</param>
/// <param name="inputs">The input channels in blocks.</param>
/// <param name="outputs">The output channels in blocks.</param>
sealed unsafe class WinogradWeightTransform(Parameter weights, ChannelBlock[] inputs, ChannelBlock[] outputs) : ParallelLoop
{
    const int Lanes = BlockedMap.Lanes;
    const int Taps = WinogradWeights.Taps;

    // A vector more than needed: positions a power of two apart would fall into the same few sets of the cache.
    const int Stride = Lanes * Lanes + Lanes;

    bool backward;
    Workspace workspace = new();

    /// <summary>Writes <see cref="Workspace.Weights"/> for <see cref="WinogradConvolution"/>.</summary>
    /// <param name="backward">Whether for the convolution that takes the outputs' gradients to the inputs'.</param>
    /// <param name="memory">Scratch memory.</param>
    public void Run(bool backward, Workspace memory)
    {
        (this.backward, workspace) = (backward, memory);
        workspace.Reserve(Lanes * Taps * Lanes + WinogradArithmetic.Positions * Stride, 0);
        workspace.ReserveWeights(WinogradArithmetic.Positions * (long)WinogradConvolution.WeightStride(inputs.Length, outputs.Length));
        Run(inputs.Length * outputs.Length, workspace.Threads);
    }

    protected override void Invoke(int item, int worker)
    {
        (int output, int input) = Math.DivRem(item, inputs.Length);
        float* taps = workspace.Scratch(worker);
        new Span<float>(taps, Lanes * Taps * Lanes).Clear();
        fixed (float* values = weights.Values)
        {
            float* from = values + ((nint)outputs[output].First * weights.Shape[1] + inputs[input].First) * Taps;
            if (backward) GatherTurned(from, inputs[input].Count, outputs[output].Count, taps);
            else Gather(from, inputs[input].Count, outputs[output].Count, taps);
        }

        // Positions are far apart: what goes to one is collected first, or every vector would wait for a line of its own.
        float* transformed = taps + Lanes * Taps * Lanes;
        for (int i = 0; i < Lanes; i++) WinogradWeights.Transform(taps + i * Taps * Lanes, transformed + i * Lanes, Stride);
        nint stride = WinogradConvolution.WeightStride(inputs.Length, outputs.Length);
        float* to = workspace.Weights + (nint)(backward ? input * outputs.Length + output : item) * Lanes * Lanes;
        for (int position = 0; position < WinogradArithmetic.Positions; position++, to += stride)
        {
            new Span<float>(transformed + position * Stride, Lanes * Lanes).CopyTo(new Span<float>(to, Lanes * Lanes));
        }
    }

    /// <summary>To <c>[16 of input][9][16 of output]</c>.</summary>
    void Gather(float* from, int inputCount, int outputCount, float* taps)
    {
        int rowStride = weights.Shape[1] * Taps;
        for (int o = 0; o < outputCount; o++, from += rowStride)
        {
            for (int i = 0; i < inputCount * Taps; i++) taps[i * Lanes + o] = from[i];
        }
    }

    /// <summary>To <c>[16 of output][9][16 of input]</c>; backward, the kernel is turned by half a turn.</summary>
    void GatherTurned(float* from, int inputCount, int outputCount, float* taps)
    {
        int rowStride = weights.Shape[1] * Taps;
        for (int o = 0; o < outputCount; o++, from += rowStride, taps += Taps * Lanes)
        {
            for (int i = 0; i < inputCount; i++)
            {
                for (int tap = 0; tap < Taps; tap++) taps[(Taps - 1 - tap) * Lanes + i] = from[i * Taps + tap];
            }
        }
    }
}
