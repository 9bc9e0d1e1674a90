using System.Numerics.Tensors;
using SegLab.Numerics;

namespace SegLab.Training.Kernels;

/// <summary>Adds up what <see cref="WinogradWeightGradient"/> left, and carries it back to a gradient of the weights, a pair of blocks an item.</summary>
/// <param name="weights"><c>[outputs, inputs, 3, 3]</c>.</param>
/// <param name="inputs">The input channels in blocks.</param>
/// <param name="outputs">The output channels in blocks.</param>
sealed unsafe class WinogradGradientTransform(Parameter weights, ChannelBlock[] inputs, ChannelBlock[] outputs) : ParallelLoop
{
    const int Lanes = BlockedMap.Lanes;
    const int Taps = WinogradWeights.Taps;

    int chunks;
    Workspace workspace = new();

    public void Run(int chunkCount, Workspace memory)
    {
        (chunks, workspace) = (chunkCount, memory);
        workspace.Reserve(Lanes * Taps * Lanes, 0);
        Run(inputs.Length * outputs.Length, workspace.Threads);
    }

    protected override void Invoke(int item, int worker)
    {
        (int input, int output) = Math.DivRem(item, outputs.Length);
        float* taps = workspace.Scratch(worker);
        float* sums = workspace.Partials + (nint)item * WinogradWeightGradient.PairLength;
        var sum = new Span<float>(sums, WinogradWeightGradient.PairLength);
        for (int chunk = 1; chunk < chunks; chunk++)
        {
            float* next = sums + (nint)chunk * inputs.Length * outputs.Length * WinogradWeightGradient.PairLength;
            TensorPrimitives.Add(sum, new ReadOnlySpan<float>(next, sum.Length), sum);
        }

        for (int i = 0; i < Lanes; i++) WinogradWeights.Gradient(sums + i * Lanes, WinogradWeightGradient.PairStride, taps + i * Taps * Lanes);
        int rowStride = weights.Shape[1] * Taps;
        Span<float> to = weights.Gradient.AsSpan((outputs[output].First * weights.Shape[1] + inputs[input].First) * Taps);
        for (int o = 0; o < outputs[output].Count; o++)
        {
            Span<float> row = to.Slice(o * rowStride, inputs[input].Count * Taps);
            for (int i = 0; i < row.Length; i++) row[i] = taps[i * Lanes + o];
        }
    }
}
