using SegLab.Numerics;

namespace SegLab.Training.Layers;

/// <summary>PyTorch's default for convolutions: uniform within +-1 / sqrt(fan in), weights and bias (He et al., 2015, with a = sqrt(5)).</summary>
static class Initialization
{
    /// <param name="parameter">What to fill.</param>
    /// <param name="fanIn">Inputs of an output: input channels times the kernel's area.</param>
    /// <param name="random">Where the numbers come from.</param>
    public static void Fill(Parameter parameter, int fanIn, RandomStream random)
    {
        double bound = 1 / Math.Sqrt(fanIn);
        foreach (ref float value in parameter.Values.AsSpan()) value = (float)random.NextDouble(-bound, bound);
    }
}
