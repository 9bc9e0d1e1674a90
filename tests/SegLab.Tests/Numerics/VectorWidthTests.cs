using System.Runtime.Intrinsics;

namespace SegLab.Tests.Numerics;

/// <summary>Guards the reruns of the numeric tests with narrower vectors: each states the width it expects and must get it.</summary>
[Trait("Category", "Numeric")]
public sealed class VectorWidthTests
{
    [Fact]
    public void The_vectors_are_as_wide_as_this_run_expects()
    {
        string? expected = Environment.GetEnvironmentVariable("SEGLAB_EXPECTED_VECTOR_BITS");
        int actual = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;
        if (expected is null) Assert.Contains(actual, new[] { 0, 128, 256, 512 });
        else Assert.Equal(expected, actual.ToString());
    }
}
