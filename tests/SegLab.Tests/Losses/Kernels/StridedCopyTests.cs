using System.Numerics.Tensors;
using SegLab.Losses.Kernels;

namespace SegLab.Tests.Losses.Kernels;

/// <summary>Copies against elements taken one at a time by their indices.</summary>
public sealed class StridedCopyTests
{
    public static TheoryData<nint[], nint[]> Layouts => new()
    {
        { [2, 3, 5, 7], [105, 35, 7, 1] },          // row-major
        { [2, 21, 9, 10], [1890, 1, 210, 21] },     // channels together
        { [2, 40, 100], [4000, 1, 40] },            // more than a tile of both
        { [3, 4, 5], [1, 3, 12] },                  // column-major
        { [2, 3, 4], [100, 20, 2] },                // every other element of a window
        { [2, 3, 4], [12, 1, 3] },
        { [1, 5, 1, 6], [0, 6, 0, 1] },
        { [2, 1, 3, 4], [40, 0, 1, 9] },
        { [7], [3] },
        { [1], [0] },
        { [2, 3, 4, 5, 2], [1, 2, 30, 6, 120] },
    };

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Elements_keep_their_indices_there_and_back(nint[] lengths, nint[] strides)
    {
        int extent = 1 + lengths.Zip(strides, (length, stride) => (int)((length - 1) * stride)).Sum();
        int count = (int)lengths.Aggregate((nint)1, (product, length) => product * length);
        int[] memory = [.. Enumerable.Range(100, extent)], dense = new int[count], back = new int[extent];
        StridedCopy.Flatten(new ReadOnlyTensorSpan<int>(memory, lengths, strides), dense);
        StridedCopy.Unflatten(dense, new TensorSpan<int>(back, lengths, strides));
        int[] places = [.. Enumerable.Range(0, count).Select(i => (int)Place(i, lengths, strides))];
        Assert.Equal(places.Select(place => memory[place]), dense);
        Assert.Equal(Enumerable.Range(0, extent).Select(i => places.Contains(i) ? memory[i] : 0), back);
    }

    [Fact]
    public void A_stride_of_zero_repeats_an_element()
    {
        var dense = new byte[24];
        StridedCopy.Flatten(new ReadOnlyTensorSpan<byte>([1, 2, 3, 4], [2, 3, 4], [0, 0, 1]), dense);
        Assert.Equal(Enumerable.Repeat<byte[]>([1, 2, 3, 4], 6).SelectMany(row => row), dense);
        StridedCopy.Flatten(new ReadOnlyTensorSpan<byte>([1, 2, 3], [2, 3, 4], [0, 1, 0]), dense);
        Assert.Equal(Enumerable.Repeat<byte[]>([1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3], 2).SelectMany(row => row), dense);
    }

    static nint Place(int index, nint[] lengths, nint[] strides)
    {
        nint place = 0;
        for (int axis = lengths.Length - 1; axis >= 0; axis--)
        {
            place += index % lengths[axis] * strides[axis];
            index /= (int)lengths[axis];
        }

        return place;
    }
}
