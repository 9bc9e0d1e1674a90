using static SegLab.Native.Tests.Functions;

namespace SegLab.Native.Tests;

/// <summary>What the border itself looks at: handles, pointers, and what a tensor says of itself.</summary>
public sealed unsafe class BorderTests
{
    [Fact]
    public void Handles_that_are_not_live_are_refused()
    {
        nint loss = Loss("ce"), matrix = Matrix(2), result;
        Succeeds(LossDestroy(loss));
        Fails(Status.BadHandle, "destroyed or never made", LossDestroy(loss));
        Fails(Status.BadHandle, "destroyed or never made", LossAt(loss, 0, &result));
        Fails(Status.BadHandle, "null", LossAt(0, 0, &result));
        Fails(Status.BadHandle, "not that of a loss", LossAt(matrix, 0, &result));
        Fails(Status.BadHandle, "not that of a loss", LossDestroy(matrix));
        for (nint handle = -100; handle < 0; handle++) Assert.Equal(Status.BadHandle, MatrixClear(handle));
        Succeeds(MatrixDestroy(matrix));
        Succeeds(LossDestroy(0));
        Succeeds(MatrixDestroy(0));
    }

    [Fact]
    public void Null_and_misaligned_pointers_are_refused_by_name()
    {
        using var z = new NativeArray<float>(new float[4], [1, 2, 2]);
        using var y = new NativeArray<byte>([0, 1], [1, 2]);
        nint loss = Loss("ce"), made;
        double value;
        byte* memory = stackalloc byte[32];
        byte* odd = (byte*)((nint)memory | 1);

        Fails(Status.BadPointer, "text is null", LossCreate(null, &made));
        fixed (byte* text = Utf8("ce"))
        {
            Fails(Status.BadPointer, "loss is null", LossCreate(text, null));
            Fails(Status.BadPointer, "multiple of 8", LossCreate(text, (nint*)odd));
        }

        Fails(Status.BadPointer, "logits is null", LossEvaluate(loss, null, y, null, null, 1, &value, null));
        Fails(Status.BadPointer, "target is null", LossEvaluate(loss, z, null, null, null, 1, &value, null));
        Fails(Status.BadPointer, "value is null", LossEvaluate(loss, z, y, null, null, 1, null, null));
        Fails(Status.BadPointer, "value is at", LossEvaluate(loss, z, y, null, null, 1, (double*)odd, null));
        Fails(Status.BadPointer, "logits is at", LossEvaluate(loss, (NativeTensor*)odd, y, null, null, 1, &value, null));
        Refused(z, tensor => tensor->Data = null, "data of the logits is null");
        Refused(z, tensor => tensor->Data = (byte*)tensor->Data + 2, "data of the logits is at");
        Refused(z, tensor => tensor->Lengths = null, "lengths of the logits is null");
        Refused(z, tensor => tensor->Strides = (long*)((nint)tensor->Lengths + 4), "strides of the logits is at");
        Succeeds(LossDestroy(loss));

        void Refused(NativeArray<float> array, TensorChange change, string message)
        {
            NativeTensor changed = *array.Tensor;
            change(&changed);
            double ignored;
            Fails(Status.BadPointer, message, LossEvaluate(loss, &changed, y, null, null, 1, &ignored, null));
        }
    }

    [Fact]
    public void What_no_tensor_can_be_is_refused()
    {
        using var z = new NativeArray<float>(new float[64], [1, 2, 2], [4, 2, 1]);
        using var y = new NativeArray<byte>([0, 1], [1, 2]);
        nint loss = Loss("ce");
        Refused(tensor => tensor->Type = (ElementType)99, "type 99");
        Refused(tensor => tensor->Type = ElementType.Int32, "type int32, where float32 is needed");
        Refused(tensor => tensor->Rank = 0, "0 extents");
        Refused(tensor => tensor->Rank = int.MaxValue, "2147483647 extents");
        Refused(tensor => tensor->Lengths[2] = 0, "[1, 2, 0]");
        Refused(tensor => tensor->Lengths[2] = -1, "[1, 2, -1]");
        Refused(tensor => tensor->Lengths[2] = long.MaxValue, "more than memory has");
        Refused(tensor => tensor->Strides[1] = -1, "stride of -1");
        Refused(tensor => tensor->Strides[1] = long.MaxValue, "reach further");
        Refused(tensor => tensor->Strides[1] = 1, "overlap");
        Refused(tensor => tensor->Rank = 2, "at least three extents");
        Succeeds(LossDestroy(loss));

        void Refused(TensorChange change, string message)
        {
            long* extents = stackalloc long[16];
            new ReadOnlySpan<long>(z.Tensor->Lengths, 16).CopyTo(new(extents, 16));
            NativeTensor changed = *z.Tensor with { Lengths = extents, Strides = extents + 8 };
            change(&changed);
            double ignored;
            Fails(Status.BadArgument, message, LossEvaluate(loss, &changed, y, null, null, 1, &ignored, null));
        }
    }

    [Fact]
    public void Each_thread_has_a_last_error_of_its_own()
    {
        Assert.Equal(Status.BadHandle, LossDestroy(12345));
        string before = LastMessage, other = "?";
        var thread = new Thread(() => other = LastMessage);
        thread.Start();
        thread.Join();
        Assert.Equal("", other);
        Assert.Equal(before, LastMessage);
    }

    delegate void TensorChange(NativeTensor* tensor);
}
