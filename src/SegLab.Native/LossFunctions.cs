using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using SegLab.Losses;

namespace SegLab.Native;

/// <summary>The functions of losses. See the header for what they take.</summary>
static unsafe class LossFunctions
{
    const string Kind = "loss";

    [UnmanagedCallersOnly(EntryPoint = "seglab_loss_create")]
    public static Status Create(byte* text, nint* loss)
    {
        try
        {
            Pointers.Check(loss, sizeof(nint), nameof(loss));
            *loss = Handles.Add(SegmentationLoss.Parse(Pointers.Text(text, nameof(text))));
            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "seglab_loss_at")]
    public static Status At(nint loss, double progress, nint* result)
    {
        try
        {
            Pointers.Check(result, sizeof(nint), nameof(result));
            *result = Handles.Add(Handles.Get<SegmentationLoss>(loss, Kind).At(progress));
            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "seglab_loss_text")]
    public static Status Text(nint loss, byte* buffer, nuint capacity, nuint* length)
    {
        try
        {
            TextBuffer.Write(Handles.Get<SegmentationLoss>(loss, Kind).ToString(), buffer, capacity, length);
            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "seglab_loss_evaluate")]
    public static Status Evaluate(
        nint loss, NativeTensor* logits, NativeTensor* target, NativeTensor* pixelWeights, NativeTensor* instances, int threads,
        double* value, NativeTensor* gradient)
    {
        try
        {
            Pointers.Check(value, sizeof(double), nameof(value));
            *value = Handles.Get<SegmentationLoss>(loss, Kind).Evaluate(
                NativeTensor.Read<float>(logits, "logits"), Target(target, pixelWeights, instances),
                NativeTensor.WriteIfGiven<float>(gradient, "elements of the gradient"), Threads.Of(threads));
            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "seglab_loss_evaluate_map")]
    public static Status EvaluateMap(
        nint loss, NativeTensor* logits, NativeTensor* target, NativeTensor* pixelWeights, NativeTensor* instances, int threads,
        NativeTensor* values, NativeTensor* gradient)
    {
        try
        {
            Handles.Get<SegmentationLoss>(loss, Kind).EvaluateMap(
                NativeTensor.Read<float>(logits, "logits"), Target(target, pixelWeights, instances),
                NativeTensor.Write<float>(values, "values"),
                NativeTensor.WriteIfGiven<float>(gradient, "elements of the gradient"), Threads.Of(threads));
            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "seglab_loss_destroy")]
    public static Status Destroy(nint loss)
    {
        try
        {
            Handles.Remove<SegmentationLoss>(loss, Kind);
            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    static SegmentationTarget Target(NativeTensor* target, NativeTensor* pixelWeights, NativeTensor* instances)
    {
        ReadOnlyTensorSpan<float> weights = NativeTensor.ReadIfGiven<float>(pixelWeights, "pixel weights");
        ReadOnlyTensorSpan<int> numbers = NativeTensor.ReadIfGiven<int>(instances, "instances");
        return NativeTensor.TypeOf(target, "target") switch
        {
            ElementType.UInt8 => new(NativeTensor.Read<byte>(target, "labels")) { PixelWeights = weights, Instances = numbers },
            ElementType.Int16 => new(NativeTensor.Read<short>(target, "labels")) { PixelWeights = weights, Instances = numbers },
            ElementType.Int32 => new(NativeTensor.Read<int>(target, "labels")) { PixelWeights = weights, Instances = numbers },
            ElementType.Int64 => new(NativeTensor.Read<long>(target, "labels")) { PixelWeights = weights, Instances = numbers },
            _ => new(NativeTensor.Read<float>(target, "values of the target")) { PixelWeights = weights, Instances = numbers },
        };
    }
}
