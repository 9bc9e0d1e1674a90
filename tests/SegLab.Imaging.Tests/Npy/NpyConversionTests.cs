using System.Numerics;
using System.Numerics.Tensors;
using SegLab.Imaging.Npy;

namespace SegLab.Imaging.Tests.Npy;

/// <summary>An element keeps its value in any type it is asked for, or the place is named.</summary>
public class NpyConversionTests
{
    [Fact]
    public void Numbers_that_fit_are_converted()
    {
        Assert.Equal([0, 127], Array<short>(0, 127).ToArray<sbyte>());
        Assert.Equal([0UL, 9UL], Array<long>(0, 9).ToArray<ulong>());
        Assert.Equal([2, -3], Array<double>(2, -3).ToArray<int>());
        Assert.Equal([16_777_216f, -5f], Array<long>(16_777_216, -5).ToArray<float>());
        Assert.Equal([1, 0], Array(true, false).ToArray<int>());
        Assert.Equal([-1, 3], Array<sbyte>(-1, 3).ToArray<short>());
    }

    [Fact]
    public void Floating_point_numbers_are_rounded_to_the_nearest()
    {
        Assert.Equal([(float)0.1, float.NegativeInfinity], Array(0.1, double.NegativeInfinity).ToArray<float>());
        Assert.True(float.IsNaN(Array(double.NaN).ToArray<float>()[0]));
        Assert.Equal([0.5], Array((Half)0.5f).ToArray<double>());
    }

    [Fact]
    public void What_would_be_lost_is_refused_with_its_place()
    {
        Refused<byte, short>("element [1] is 300, which uint8 cannot hold", 0, 300);
        Refused<byte, sbyte>("element [0] is -1, which uint8 cannot hold", -1, 0);
        Refused<sbyte, byte>("element [1] is 200, which int8 cannot hold", 0, 200);
        Refused<long, float>("element [1] is 0.5, which int64 cannot hold", 1, 0.5f);
        Refused<int, double>("element [0] is NaN, which int32 cannot hold", double.NaN);
        Refused<long, double>("element [0] is ∞, which int64 cannot hold".Replace("∞", "Infinity"), double.PositiveInfinity);
        Refused<long, ulong>("element [0] is 18446744073709551615, which int64 cannot hold", ulong.MaxValue);
        Refused<float, int>("element [1] is 16777217, which float32 cannot hold", 0, 16_777_217);
        Refused<float, double>("element [0] is 1E+300, which float32 cannot hold", 1e300);
        Refused<float, long>("element [0] is 9223372036854775807, which float32 cannot hold", long.MaxValue);
        Refused<long, float>("element [0] is 9.223372E+18, which int64 cannot hold", 9.223372036854775808e18f);
    }

    [Fact]
    public void A_place_has_an_index_for_each_extent()
    {
        var values = new int[2 * 3 * 4];
        values[1 * 12 + 2 * 4 + 3] = -1;
        NpyArray array = NpyArray.Create(new ReadOnlyTensorSpan<int>(values, [2, 3, 4]));
        Assert.Contains("element [1, 2, 3] is -1", Assert.Throws<InvalidDataException>(array.ToArray<ushort>).Message);
    }

    static NpyArray Array<T>(params T[] values)
        where T : unmanaged => NpyArray.Create(new ReadOnlyTensorSpan<T>(values));

    static void Refused<TTo, TFrom>(string message, params TFrom[] values)
        where TTo : unmanaged, INumber<TTo>
        where TFrom : unmanaged =>
        Assert.Equal($"array: {message}.", Assert.Throws<InvalidDataException>(Array(values).ToArray<TTo>).Message);
}
