using SegLab.Numerics;
using SegLab.Training.Layers;

namespace SegLab.Training.Tests.Layers;

public sealed class InitializationTests
{
    [Fact]
    public void Weights_are_uniform_within_the_inverse_root_of_the_inputs()
    {
        var parameter = new Parameter("weight", [100, 100]);
        Initialization.Fill(parameter, fanIn: 16, new RandomStream(3));

        Assert.InRange(parameter.Values.Max(), 0.249, 0.25);
        Assert.InRange(parameter.Values.Min(), -0.25, -0.249);
        Assert.InRange(parameter.Values.Average(), -0.005, 0.005);
        // The variance of a uniform distribution on [-b, b] is b^2 / 3.
        Assert.InRange(parameter.Values.Average(value => value * value), 0.0625 / 3 * 0.97, 0.0625 / 3 * 1.03);
    }
}
