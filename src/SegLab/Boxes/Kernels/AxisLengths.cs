using SegLab.Numerics;

namespace SegLab.Boxes.Kernels;

/// <summary>What a formula reads of one axis.</summary>
readonly struct AxisLengths<T>(T size, T targetSize, T enclosing, T offset)
    where T : struct, IReal<T>
{
    public readonly T Size = size, TargetSize = targetSize;

    /// <summary>The length of the least interval that encloses both.</summary>
    public readonly T Enclosing = enclosing;

    /// <summary>The prediction's center minus the target's.</summary>
    public readonly T Offset = offset;
}

/// <summary>A term that looks at one axis.</summary>
interface IAxisFormula
{
    T Invoke<T>(in AxisLengths<T> axis)
        where T : struct, IReal<T>;
}
