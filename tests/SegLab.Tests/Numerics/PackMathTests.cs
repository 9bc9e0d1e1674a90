using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Tests.Numerics;

/// <summary>The functions of sixteen floats or eight doubles against those of the runtime.</summary>
[Trait("Category", "Numeric")]
public sealed unsafe class PackMathTests
{
    [Fact]
    public void The_angle_is_that_of_the_runtime_to_a_few_ulp()
    {
        var random = new Random(1);
        for (int i = 0; i < 20000; i++)
        {
            double y = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-6, 7)), x = random.NextDouble() * Math.Pow(10, random.Next(-6, 7));
            double expected = Math.Atan2(y, x);
            Assert.Equal(expected, PackMath.Atan2(Vector512.Create(y), Vector512.Create(x))[i % 8], 5e-16 * Math.Abs(expected));
            float fy = (float)y, fx = (float)x;
            Assert.Equal(Math.Atan2(fy, fx), PackMath.Atan2(Vector512.Create(fy), Vector512.Create(fx))[i % 16], 3e-7 * Math.Abs(expected));
        }
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 1, 0)]
    [InlineData(2, 0, Math.PI / 2)]
    [InlineData(-2, 0, -Math.PI / 2)]
    [InlineData(3, 3, Math.PI / 4)]
    public void The_angle_is_exact_along_axes_and_diagonals(double y, double x, double angle)
    {
        Assert.Equal(angle, PackMath.Atan2(Vector512.Create(y), Vector512.Create(x))[0]);
        Assert.Equal((float)angle, PackMath.Atan2(Vector512.Create((float)y), Vector512.Create((float)x))[0]);
    }

    [Fact]
    public void Powers_and_their_slopes_are_those_of_the_runtime()
    {
        foreach (double exponent in new[] { 0, 0.5, 1, 1.5, 2, 2.7, 3, 4, 5 })
            foreach (double x in new[] { 1e-6, 0.01, 0.3, 0.999, 1, 2, 7.5 })
            {
                Check(Math.Pow(x, exponent), PackMath.Pow(Vector512.Create(x), exponent)[3], PackMath.Pow(Vector512.Create((float)x), exponent)[5]);
                Check(
                    exponent * Math.Pow(x, exponent - 1),
                    PackMath.SlopeOfPow(Vector512.Create(x), exponent)[3],
                    PackMath.SlopeOfPow(Vector512.Create((float)x), exponent)[5]);
            }

        Assert.Equal(0, PackMath.Pow(Vector512<double>.Zero, 1.5)[0]);
        Assert.True(float.IsFinite(PackMath.SlopeOfPow(Vector512<float>.Zero, 0.5)[0]));

        static void Check(double expected, double actual, float single)
        {
            Assert.Equal(expected, actual, 2e-14 * Math.Abs(expected));
            Assert.Equal(expected, single, 2e-5 * Math.Abs(expected));
        }
    }

    [Fact]
    public void A_quotient_is_0_where_the_divisor_has_no_reciprocal()
    {
        Assert.Equal(2.5, PackMath.Ratio(Vector512.Create(5.0), Vector512.Create(2.0))[0]);
        foreach (double divisor in new[] { 0, 1e-310 }) Assert.Equal(0, PackMath.Ratio(Vector512.Create(5.0), Vector512.Create(divisor))[0]);
        foreach (float divisor in new[] { 0, 1e-40f }) Assert.Equal(0, PackMath.Ratio(Vector512.Create(5f), Vector512.Create(divisor))[0]);
    }

    [Fact]
    public void Records_become_columns_and_come_back()
    {
        Check<float>(i => i);
        Check<double>(i => i);

        static void Check<E>(Func<int, E> number)
            where E : unmanaged
        {
            int count = Vector512<E>.Count;
            E* records = stackalloc E[4 * count], back = stackalloc E[4 * count];
            for (int i = 0; i < 4 * count; i++) records[i] = number(i);
            (Vector512<E> first, Vector512<E> second, Vector512<E> third, Vector512<E> fourth) = Records.Columns(records);
            for (int i = 0; i < count; i++)
                Assert.Equal([records[4 * i], records[4 * i + 1], records[4 * i + 2], records[4 * i + 3]], new[] { first[i], second[i], third[i], fourth[i] });
            Records.Store(first, second, third, fourth, back);
            Assert.Equal(new Span<E>(records, 4 * count).ToArray(), new Span<E>(back, 4 * count).ToArray());
        }
    }
}
