using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Tests.Numerics;

/// <summary>Accuracy against double precision, over the range that matters, and at the edges.</summary>
[Trait("Category", "Numeric")]
public sealed class LaneMathTests
{
    [Fact]
    public void The_exponential_is_right_to_two_units_in_the_last_place()
    {
        for (float x = -87; x < 88; x += 0.0137f) Assert.InRange(UlpError(LaneMath.Exp(Vector512.Create(x))[0], Math.Exp(x)), 0, 2);
    }

    [Fact]
    public unsafe void The_exponential_of_moderate_numbers_is_right_to_three_units_in_the_last_place()
    {
        float* values = stackalloc float[VectorQuad.Count];
        for (float x = -LaneMath.GreatestModerate; x <= LaneMath.GreatestModerate; x += 0.0173f)
        {
            for (int i = 0; i < VectorQuad.Count; i++) values[i] = Math.Min(x + i * 0.00027f, LaneMath.GreatestModerate);
            float[] arguments = new ReadOnlySpan<float>(values, VectorQuad.Count).ToArray();
            VectorQuad.ExpOfModerate(VectorQuad.Load(values)).Store(values);
            for (int i = 0; i < VectorQuad.Count; i++) Assert.InRange(UlpError(values[i], Math.Exp(arguments[i])), 0, 3);
        }
    }

    [Fact]
    public void The_logarithm_is_right_to_two_units_in_the_last_place()
    {
        for (double x = 1e-38; x < 3e38; x *= 1.0173) Assert.InRange(UlpError(LaneMath.Log(Vector512.Create((float)x))[3], Math.Log((float)x)), 0, 2);
        for (float x = 0.5f; x < 2; x += 0.00037f) Assert.InRange(UlpError(LaneMath.Log(Vector512.Create(x))[15], Math.Log(x)), 0, 2);
    }

    [Fact]
    public void The_logarithm_of_one_plus_x_keeps_small_x()
    {
        for (double x = 1e-30; x < 1e6; x *= 1.07) Assert.InRange(UlpError(LaneMath.Log1P(Vector512.Create((float)x))[0], Math.Log(1 + (double)(float)x) is var direct && x > 1e-8 ? direct : (float)x), 0, 4);
    }

    [Fact]
    public void The_logarithm_of_one_plus_x_up_to_one_keeps_small_x()
    {
        for (double at = 1e-30; at <= 1; at = at < 0.01 ? at * 1.07 : at + 0.00037)
        {
            var x = (float)at;
            (Vector512<float> inverse, Vector512<float> log) = LaneMath.Log1PUpToOne(Vector512.Create(x));
            Assert.InRange(UlpError(inverse[7], 1 / (1 + (double)x)), 0, 4);
            Assert.InRange(UlpError(log[7], x > 1e-8 ? Math.Log(1 + (double)x) : x), 0, 4);
        }
    }

    [Fact]
    public void Edges()
    {
        Assert.Equal(1, LaneMath.Exp(Vector512.Create(0f))[0]);
        Assert.Equal(0, LaneMath.Exp(Vector512.Create(-1e4f))[0]);
        Assert.Equal(0, LaneMath.Exp(Vector512.Create(float.NegativeInfinity))[0]);
        Assert.True(float.IsNaN(LaneMath.Exp(Vector512.Create(float.NaN))[0]));
        Assert.Equal(0, LaneMath.Log(Vector512.Create(1f))[0]);
        Assert.Equal(float.NegativeInfinity, LaneMath.Log(Vector512.Create(0f))[0]);
        Assert.True(float.IsNaN(LaneMath.Log(Vector512.Create(-1f))[0]));
        Assert.Equal(0, LaneMath.Pow(Vector512.Create(0f), 0.5f)[0]);
        Assert.Equal(Math.Log(1e-42f), LaneMath.Log(Vector512.Create(1e-42f))[0], 1e-4);
    }

    static double UlpError(float actual, double expected)
    {
        double unit = Math.Max(MathF.BitIncrement(MathF.Abs((float)expected)) - MathF.Abs((float)expected), float.Epsilon);
        return Math.Abs(actual - expected) / unit;
    }
}
