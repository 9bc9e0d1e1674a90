using SegLab.Boxes;
using static SegLab.Native.Tests.Functions;

namespace SegLab.Native.Tests;

/// <summary>
/// One pair of boxes worked out by hand: [0, 0, 2, 2] and its target [1, -1, 3, 3] have an intersection of 2 and a union of 10, and the slopes of the
/// IoU are those of (x2 - 1)(y2 - y1) / ((x2 - x1)(y2 - y1) + 8 - (x2 - 1)(y2 - y1)).
/// </summary>
public sealed unsafe class BoxLossFunctionTests
{
    const double Loss = 0.8;

    static readonly double[] slopes = [-0.04, 0.08, -0.2, -0.08];

    [Fact]
    public void Value_and_gradient_are_those_worked_out_by_hand_in_both_precisions()
    {
        using var p = new NativeArray<double>([0, 0, 2, 2], [1, 4]);
        using var t = new NativeArray<double>([1, -1, 3, 3], [1, 4]);
        using var g = new NativeArray<double>(new double[4], [1, 4]);
        using var pf = new NativeArray<float>([0, 0, 2, 2], [1, 4]);
        using var tf = new NativeArray<float>([1, -1, 3, 3], [1, 4]);
        using var gf = new NativeArray<float>(new float[4], [1, 4]);
        nint loss = BoxLoss("iou");
        double value, single;
        Succeeds(BoxLossEvaluate(loss, p, t, BoxFormat.Corners, null, 1, &value, g));
        Succeeds(BoxLossEvaluate(loss, pf, tf, BoxFormat.Corners, null, 1, &single, gf));
        Assert.Equal(Loss, value, 1e-14);
        Assert.Equal(Loss, single, 1e-6);
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(slopes[i], g.Values[i], 1e-14);
            Assert.Equal(slopes[i], gf.Values[i], 1e-6);
        }

        Succeeds(BoxLossDestroy(loss));
    }

    [Fact]
    public void Formats_change_the_numbers_and_their_slopes_and_not_the_value()
    {
        Evaluate(BoxFormat.LeftTopSize, [0, 0, 2, 2], [1, -1, 2, 4], [slopes[0] + slopes[2], slopes[1] + slopes[3], slopes[2], slopes[3]]);
        Evaluate(BoxFormat.CenterSize, [1, 1, 2, 2], [2, 1, 2, 4],
            [slopes[0] + slopes[2], slopes[1] + slopes[3], (slopes[2] - slopes[0]) / 2, (slopes[3] - slopes[1]) / 2]);

        static void Evaluate(BoxFormat format, double[] prediction, double[] target, double[] expected)
        {
            using var p = new NativeArray<double>(prediction, [1, 4]);
            using var t = new NativeArray<double>(target, [1, 4]);
            using var g = new NativeArray<double>(new double[4], [1, 4]);
            nint loss = BoxLoss("iou");
            double value;
            Succeeds(BoxLossEvaluate(loss, p, t, format, null, 1, &value, g));
            Assert.Equal(Loss, value, 1e-14);
            for (int i = 0; i < 4; i++) Assert.Equal(expected[i], g.Values[i], 1e-14);
            Succeeds(BoxLossDestroy(loss));
        }
    }

    [Fact]
    public void Weights_reductions_and_values_of_each_box_go_together_in_any_layout()
    {
        // The second box is its own target; a step of 5 and one of 2 leave gaps.
        using var p = new NativeArray<double>([0, 0, 2, 2, 9, 4, 4, 6, 6], [2, 4], [5, 1]);
        using var t = new NativeArray<double>([1, 4, -1, 4, 3, 6, 3, 6], [2, 4], [1, 2]);
        using var weights = new NativeArray<double>([3, 9, 1], [2], [2]);
        using var values = new NativeArray<double>([7, 7, 7], [2], [2]);
        using var g = new NativeArray<double>(new double[8], [2, 4], [1, 2]);
        nint mean = BoxLoss("iou"), sum = BoxLoss("iou(reduction=sum)"), none = BoxLoss("iou(reduction=none)");
        double value;
        Succeeds(BoxLossEvaluate(mean, p, t, BoxFormat.Corners, weights, 1, &value, g));
        Assert.Equal(3 * Loss / 4, value, 1e-14);
        Assert.Equal(0.75 * slopes[2], g.Values[4], 1e-14);
        Succeeds(BoxLossEvaluate(sum, p, t, BoxFormat.Corners, weights, 1, &value, null));
        Assert.Equal(3 * Loss, value, 1e-14);
        Fails(Status.WrongFunction, "reduction=none", BoxLossEvaluate(none, p, t, BoxFormat.Corners, weights, 1, &value, null));
        Succeeds(BoxLossEvaluateEach(none, p, t, BoxFormat.Corners, weights, 1, values, g));
        Assert.Equal([3 * Loss, 7, 0], values.Values.ToArray(), (a, b) => Math.Abs(a - b) < 1e-14);
        Assert.Equal(3 * slopes[2], g.Values[4], 1e-14);
        foreach (nint loss in new[] { mean, sum, none }) Succeeds(BoxLossDestroy(loss));
    }

    [Fact]
    public void No_boxes_at_all_have_the_value_0()
    {
        using var none = new NativeArray<float>([], [0, 4]);
        none.Tensor->Data = null;
        using var nothing = new NativeArray<float>([], [0]);
        nint loss = BoxLoss("ciou");
        double value = 5;
        Succeeds(BoxLossEvaluate(loss, none, none, BoxFormat.Corners, null, 0, &value, none));
        Assert.Equal(0, value);
        Succeeds(BoxLossEvaluateEach(loss, none, none, BoxFormat.Corners, nothing, 0, nothing, none));
        Succeeds(BoxLossDestroy(loss));
    }

    [Fact]
    public void The_running_mean_of_wise_iou_moves_and_stands_in_the_text()
    {
        nint start = BoxLoss("wiou(version=2)"), other = BoxLoss("ciou"), next, refused;
        Succeeds(BoxLossFollow(start, 0.5, 0.25, &next));
        Assert.Equal("wiou(version=2, mean_iou_loss=0.875)", TextOf(next));
        Assert.Equal("wiou(version=2)", TextOf(start));
        Fails(Status.WrongFunction, "'ciou' has no running mean", BoxLossFollow(other, 0.5, 0.25, &refused));
        Fails(Status.BadArgument, "momentum is", BoxLossFollow(start, 0.5, 2, &refused));
        foreach (nint loss in new[] { start, other, next }) Succeeds(BoxLossDestroy(loss));
    }

    [Fact]
    public void What_is_no_box_loss_or_no_boxes_is_refused()
    {
        using var p = new NativeArray<float>([0, 0, 2, 2], [1, 4]);
        using var three = new NativeArray<float>(new float[3], [1, 3]);
        using var flat = new NativeArray<float>(new float[4], [4]);
        using var two = new NativeArray<float>(new float[8], [2, 4]);
        using var turned = new NativeArray<float>([2, 0, 0, 2], [1, 4]);
        using var weights = new NativeArray<float>([1, 1], [2]);
        using var negative = new NativeArray<float>([-1], [1]);
        using var doubles = new NativeArray<double>(new double[4], [1, 4]);
        using var bytes = new NativeArray<byte>(new byte[4], [1, 4]);
        nint loss = BoxLoss("giou"), made;
        double value;
        fixed (byte* text = Utf8("gio")) Fails(Status.BadText, "giou", BoxLossCreate(text, &made));
        Refused("[1, 3], where [N, 4]", three, p);
        Refused("[4], where [N, 4]", p, flat);
        Refused("4 numbers of predictions and 8 of targets", p, two);
        Refused("right side is left of its left side", turned, p);
        Refused("where [1] is needed", p, p, weights);
        Refused("weight", p, p, negative);
        Refused("float64, where float32 is needed", p, doubles);
        Refused("float32 or float64", bytes, p);
        Refused("no box format 3", p, p, format: (BoxFormat)3);
        Fails(Status.BadPointer, "targets is null", BoxLossEvaluate(loss, p, null, BoxFormat.Corners, null, 1, &value, null));
        Fails(Status.BadPointer, "values is null", BoxLossEvaluateEach(loss, p, p, BoxFormat.Corners, null, 1, null, null));
        Fails(Status.BadHandle, "destroyed or never made", BoxLossEvaluate(99, p, p, BoxFormat.Corners, null, 1, &value, null));
        nint segmentation = Functions.Loss("ce");
        Fails(Status.BadHandle, "not that of a box loss", BoxLossEvaluate(segmentation, p, p, BoxFormat.Corners, null, 1, &value, null));
        Succeeds(LossDestroy(segmentation));
        Succeeds(BoxLossDestroy(loss));

        void Refused(string message, NativeTensor* predictions, NativeTensor* targets, NativeTensor* weights = null, BoxFormat format = BoxFormat.Corners)
        {
            double ignored;
            Fails(Status.BadArgument, message, BoxLossEvaluate(loss, predictions, targets, format, weights, 1, &ignored, null));
        }
    }

    static string TextOf(nint loss)
    {
        byte* text = stackalloc byte[200];
        nuint length;
        Succeeds(BoxLossText(loss, text, 200, &length));
        return System.Text.Encoding.UTF8.GetString(text, (int)length);
    }
}
