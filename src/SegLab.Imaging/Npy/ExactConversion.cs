using System.Numerics;

namespace SegLab.Imaging.Npy;

/// <summary>Converts a number so that it stays the same; between floating-point types, the nearest.</summary>
static class ExactConversion
{
    /// <summary>Converts a number, or says that the other type cannot hold it.</summary>
    public static bool Try<TFrom, TTo>(TFrom value, out TTo converted)
        where TFrom : INumber<TFrom>
        where TTo : INumber<TTo>
    {
        converted = TTo.CreateSaturating(value);
        if (IsFloating<TFrom>() && IsFloating<TTo>()) return TTo.IsFinite(converted) || !TFrom.IsFinite(value);

        // 128 bits hold every integer of either side, so that 2^63 as a float is not taken for the greatest long.
        return TFrom.IsInteger(value) && Int128.CreateSaturating(converted) == Int128.CreateSaturating(value);
    }

    static bool IsFloating<T>() => typeof(T) == typeof(float) || typeof(T) == typeof(double) || typeof(T) == typeof(Half);
}
