using System.Runtime.InteropServices;
using SegLab.Boxes;

namespace SegLab.Native;

/// <summary>The functions of box losses. See the header for what they take.</summary>
static unsafe class BoxLossFunctions
{
    const string Kind = "box loss";

    [UnmanagedCallersOnly(EntryPoint = "seglab_box_loss_create")]
    public static Status Create(byte* text, nint* loss)
    {
        try
        {
            Pointers.Check(loss, sizeof(nint), nameof(loss));
            *loss = Handles.Add(BoxLoss.Parse(Pointers.Text(text, nameof(text))));
            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "seglab_box_loss_follow")]
    public static Status Follow(nint loss, double iouLoss, double momentum, nint* result)
    {
        try
        {
            Pointers.Check(result, sizeof(nint), nameof(result));
            BoxLoss given = Handles.Get<BoxLoss>(loss, Kind);
            *result = given is WiseIoULoss wise
                ? Handles.Add(wise.Follow(iouLoss, momentum))
                : throw new BorderException(Status.WrongFunction, $"The loss '{given}' has no running mean: that is Wise-IoU's, 'wiou'.");
            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "seglab_box_loss_text")]
    public static Status Text(nint loss, byte* buffer, nuint capacity, nuint* length)
    {
        try
        {
            TextBuffer.Write(Handles.Get<BoxLoss>(loss, Kind).ToString(), buffer, capacity, length);
            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "seglab_box_loss_evaluate")]
    public static Status Evaluate(
        nint loss, NativeTensor* predictions, NativeTensor* targets, BoxFormat format, NativeTensor* weights, int threads,
        double* value, NativeTensor* gradient)
    {
        try
        {
            Pointers.Check(value, sizeof(double), nameof(value));
            BoxLoss source = Handles.Get<BoxLoss>(loss, Kind);
            threads = Threads.Of(threads);
            if (BoxTensors.AreDoubles(predictions, nameof(predictions)))
            {
                using var boxes = new BoxArrays<double>(predictions, targets, weights, gradient, null);
                *value = source.Evaluate(boxes.Predictions, boxes.Targets, boxes.Gradient, format, boxes.Weights, threads);
                boxes.Complete();
            }
            else
            {
                using var boxes = new BoxArrays<float>(predictions, targets, weights, gradient, null);
                *value = source.Evaluate(boxes.Predictions, boxes.Targets, boxes.Gradient, format, boxes.Weights, threads);
                boxes.Complete();
            }

            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "seglab_box_loss_evaluate_each")]
    public static Status EvaluateEach(
        nint loss, NativeTensor* predictions, NativeTensor* targets, BoxFormat format, NativeTensor* weights, int threads,
        NativeTensor* values, NativeTensor* gradient)
    {
        try
        {
            BoxLoss source = Handles.Get<BoxLoss>(loss, Kind);
            threads = Threads.Of(threads);
            Pointers.Check(values, sizeof(nint), nameof(values));
            if (BoxTensors.AreDoubles(predictions, nameof(predictions)))
            {
                using var boxes = new BoxArrays<double>(predictions, targets, weights, gradient, values);
                source.EvaluateEach(boxes.Predictions, boxes.Targets, boxes.Values, boxes.Gradient, format, boxes.Weights, threads);
                boxes.Complete();
            }
            else
            {
                using var boxes = new BoxArrays<float>(predictions, targets, weights, gradient, values);
                source.EvaluateEach(boxes.Predictions, boxes.Targets, boxes.Values, boxes.Gradient, format, boxes.Weights, threads);
                boxes.Complete();
            }

            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "seglab_box_loss_destroy")]
    public static Status Destroy(nint loss)
    {
        try
        {
            Handles.Remove<BoxLoss>(loss, Kind);
            return Status.Ok;
        }
        catch (Exception failure)
        {
            return LastError.Keep(failure);
        }
    }
}
