using System.Numerics.Tensors;
using SegLab.TorchSharp.Memory;
using TorchSharp;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace SegLab.TorchSharp.Tests;

/// <summary>Tensors are read where they lie, whatever their strides.</summary>
public sealed class TensorMemoryTests : IDisposable
{
    readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    public static TheoryData<string> Views => ["whole", "transposed", "slice", "step", "repeated", "windows"];

    [Theory]
    [MemberData(nameof(Views))]
    public void Every_view_has_its_elements(string view)
    {
        Tensor whole = arange(24, dtype: ScalarType.Float32).view(4, 6), seen = View(whole, view);
        ReadOnlyTensorSpan<float> span = TensorMemory.Read<float>(seen);
        for (int i = 0; i < seen.shape[0]; i++)
            for (int j = 0; j < seen.shape[1]; j++) Assert.Equal(seen[i, j].item<float>(), span[i, j]);
    }

    [Theory]
    [InlineData("whole")]
    [InlineData("transposed")]
    [InlineData("slice")]
    public unsafe void Nothing_is_copied(string view)
    {
        Tensor whole = zeros(4, 6), seen = View(whole, view);
        *TensorMemory.Pointer<float>(seen) = 7;
        Assert.Equal(7, seen[0, 0].item<float>());
        Assert.Equal(7, whole.sum().item<float>());
    }

    static Tensor View(Tensor whole, string view) => view switch
    {
        "transposed" => whole.t(),
        "slice" => whole.slice(0, 1, 3, 1).slice(1, 2, 5, 1),
        "step" => whole.slice(1, 0, 6, 2),
        "repeated" => whole.slice(0, 1, 2, 1).expand(3, 6),
        "windows" => whole.as_strided([5, 3], [1, 1]),
        _ => whole,
    };
}
