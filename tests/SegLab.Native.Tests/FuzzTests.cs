using SegLab.Boxes;
using SegLab.Metrics;
using static SegLab.Native.Tests.Functions;

namespace SegLab.Native.Tests;

/// <summary>Random calls, most of them wrong in several ways: each ends in a status, and each failure says something.</summary>
public sealed unsafe class FuzzTests
{
    static readonly string[] losses =
    [
        "ce", "dice", "bce", "focal", "tversky", "boundary", "unet_ce", "lovasz_softmax", "cl_dice", "(", ")", "*", "+", "-", ",", "=", "[", "]", "0.5", "1e308", "-1",
        "ignore_index", "class_weights", "activation", "sigmoid", "gamma", "linear(0, 1)", "reduction=none", "é", "\u0001", " ",
    ];

    static readonly string[] boxLosses = ["ciou", "giou", "wiou", "alpha_iou", "(", ")", ",", "=", "power", "1e308", "-1", "reduction=none", "é", " "];

    static readonly string[] scores = ["hd95", "assd", "surface_dice", "f1", "pq", "mean_iou", "iou", "?", "é"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Calls_of_losses_and_matrices_end_in_a_status_and_a_message(int seed) => EndInAStatus(
        seed, 20_000, [Loss("ce"), Loss("ce + dice"), Loss("bce(reduction=none)"), Matrix(2), Matrix(3)], CallOfLossesAndMatrices);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Calls_of_boxes_end_in_a_status_and_a_message(int seed) => EndInAStatus(
        seed, 20_000, [BoxLoss("ciou"), BoxLoss("wiou"), BoxLoss("giou(reduction=none)"), Suppression(), Suppression(SuppressionMethod.Linear)], CallOfBoxes);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Calls_of_collections_end_in_a_status_and_a_message(int seed) => EndInAStatus(
        seed, 10_000, [Surfaces([0]), Surfaces([1, 2], [1, 2]), Matching(), Panoptic([1], [2]), Panoptic([1, 2], [])], CallOfCollections, Status.WrongFunction);

    delegate Status RandomCall(RandomArguments arguments, nint[] handles);

    static void EndInAStatus(int seed, int calls, nint[] handles, RandomCall call, params Status[] never)
    {
        using var arguments = new RandomArguments(seed, handles);
        var statuses = new Dictionary<Status, int>();
        for (int i = 0; i < calls; i++)
        {
            arguments.Next();
            Status status = call(arguments, handles);
            Assert.InRange(status, Status.Ok, Status.InternalError);
            Assert.True(status != Status.InternalError, LastMessage);
            if (status != Status.Ok) Assert.NotEqual("", LastMessage);
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
        }

        Status[] all = [Status.Ok, Status.BadPointer, Status.BadHandle, Status.BadText, Status.BadArgument, Status.WrongFunction];
        foreach (Status expected in all.Except(never))
            Assert.True(statuses.GetValueOrDefault(expected) > 20, $"{expected} came {statuses.GetValueOrDefault(expected)} times.");
    }

    static Status CallOfLossesAndMatrices(RandomArguments a, nint[] handles)
    {
        Random random = a.Random;
        long[] shape = [random.Next(1, 3), random.Next(1, 5), random.Next(1, 6), random.Next(1, 6)];
        long[] map = [shape[0], shape[2], shape[3]];
        ElementType labels = (ElementType)random.Next(random.Next(4) == 0 ? 0 : 1, 8);
        NativeTensor* logits = a.Tensor(a.Memory.Data, ElementType.Float32, shape), y = a.Tensor(a.Labels.Data, labels, map);
        NativeTensor* written = a.Chance(2) ? null : a.Tensor(a.Output.Data, ElementType.Float32, a.Chance(3) ? map : shape);
        int threads = random.Next(-1, 4), ignore = random.Next(-1, 3);
        int* ignored = a.Chance(2) ? null : a.Pointer(&ignore);
        double value = 0;
        nint made = 0;
        switch (random.Next(12))
        {
            case 0:
                Status status = LossCreate(a.Text(losses), a.Pointer(&made));
                return status == Status.Ok ? LossDestroy(made) : status;
            case 1:
                NativeTensor* weights = a.Chance(3) ? a.Tensor(a.Memory.Data, ElementType.Float32, map) : null;
                NativeTensor* instances = a.Chance(5) ? a.Tensor(a.Labels.Data, ElementType.Int32, map) : null;
                return LossEvaluate(a.Handle, logits, y, weights, instances, threads, a.Pointer(&value), written);
            case 2: return LossEvaluateMap(a.Handle, logits, y, null, null, threads, written, null);
            case 3: return LossEvaluate(handles[random.Next(3)], logits, y, null, null, threads, &value, written);
            case 4: return MatrixAdd(a.Handle, a.Tensor(a.Labels.Data, labels, map), y, ignored);
            case 5: return MatrixAddScores(a.Handle, logits, y, ignored);
            case 6: return MatrixAddProbabilities(a.Handle, a.Tensor(a.Memory.Data, ElementType.Float32, map), y, 0.5f, ignored);
            case 7: return MatrixScore(a.Handle, a.Text(losses), a.Pointer(&value));
            case 8: return MatrixCounts(a.Handle, a.Pointer(a.Output.Data), (nuint)random.Next(12), a.Pointer(a.Output.Data + 100));
            case 9: return MatrixMerge(a.Handle, a.Handle);
            case 10: return EuclideanDistance(a.Tensor(a.Labels.Data, ElementType.UInt8, map), a.Pointer((double*)a.Memory.Data), threads, written);
            default: return a.Chance(2) ? LossAt(a.Handle, random.NextDouble() * 2, null) : MatrixCreate(-random.Next(3), &made);
        }
    }

    static Status CallOfBoxes(RandomArguments a, nint[] handles)
    {
        Random random = a.Random;
        int count = random.Next(9), threads = random.Next(-1, 3);
        var format = (BoxFormat)random.Next(-1, 4);
        ElementType type = a.Chance(3) ? ElementType.Float64 : ElementType.Float32;
        NativeTensor* boxes = a.Tensor(a.Memory.Data, type, count, 4), others = a.Tensor(a.Memory.Data + 200, type, a.Chance(9) ? 3 : count, 4);
        NativeTensor* each = a.Tensor(a.Memory.Data + 400, type, count);
        double value = 0;
        nint made = 0;
        nuint length = 0;
        switch (random.Next(8))
        {
            case 0:
                Status status = BoxLossCreate(a.Text(boxLosses), a.Pointer(&made));
                return status == Status.Ok ? BoxLossDestroy(made) : status;
            case 1: return BoxLossEvaluate(a.Handle, boxes, others, format, a.Chance(2) ? null : each, threads, a.Pointer(&value), null);
            case 2: return BoxLossEvaluate(handles[random.Next(3)], boxes, others, format, each, threads, &value, a.Tensor(a.Output.Data, type, count, 4));
            case 3: return BoxLossEvaluateEach(handles[random.Next(3)], boxes, others, format, null, threads, a.Tensor(a.Output.Data, type, count), null);
            case 4:
                Status followed = BoxLossFollow(a.Handle, random.NextDouble() * 1.2, random.NextDouble() * 1.2, a.Pointer(&made));
                return followed == Status.Ok ? BoxLossDestroy(made) : followed;
            case 5:
                return Overlap(boxes, others, format, (BoxSimilarity)random.Next(-1, 5), threads, a.Tensor(a.Output.Data, type, count, count));
            case 6:
                NativeTensor* classes = a.Chance(2) ? null : a.Tensor(a.Labels.Data, ElementType.Int32, count);
                return SuppressionSelect(
                    a.Handle, boxes, each, classes, format, a.Pointer((int*)a.Output.Data), a.Pointer((float*)(a.Output.Data + 400)), (nuint)random.Next(12), a.Pointer(&length));
            default:
                Status created = SuppressionCreate(
                    (SuppressionMethod)random.Next(-1, 4), (BoxSimilarity)random.Next(-1, 5), random.NextDouble() * 1.5, random.NextDouble() - 0.2, double.NaN, a.Pointer(&made));
                return created == Status.Ok ? SuppressionDestroy(made) : created;
        }
    }

    static Status CallOfCollections(RandomArguments a, nint[] handles)
    {
        Random random = a.Random;
        long[] map = [random.Next(1, 3), random.Next(1, 6), random.Next(1, 6)];
        ElementType type = (ElementType)random.Next(1, 7);
        NativeTensor* prediction = a.Tensor(a.Labels.Data, type, map), truth = a.Tensor(a.Labels.Data + 200, a.Chance(6) ? ElementType.Int32 : type, map);
        var numbers = (int*)(a.Labels.Data + 1000);
        int ignore = random.Next(-1, 3);
        double value = 0;
        nint made = 0;
        nuint images = 0, room = (nuint)random.Next(12), wanted = a.Chance(9) ? (nuint)random.NextInt64() : (nuint)random.Next(4);
        var written = (double*)a.Output.Data;
        switch (random.Next(15))
        {
            case 0: return SurfacesAdd(a.Handle, prediction, truth);
            case 1: return SurfacesAdd(handles[random.Next(2)], prediction, truth);
            case 2: return SurfacesScores(a.Handle, a.Text(scores), null, 0, a.Pointer(&images));
            case 3: return SurfacesMeans(a.Handle, a.Text(scores), a.Pointer(written), room);
            case 4:
                Status surfaces = SurfacesCreate(
                    a.Pointer(numbers), wanted, a.Pointer((double*)a.Memory.Data), (nuint)random.Next(5), (SurfaceElement)random.Next(-1, 3), random.NextDouble() - 0.1,
                    a.Pointer(&ignore), random.Next(-1, 3), a.Pointer(&made));
                return surfaces == Status.Ok ? SurfacesDestroy(made) : surfaces;
            case 5: return MatchingAdd(a.Chance(2) ? handles[2] : a.Handle, prediction, truth, a.Chance(2) ? null : a.Pointer(&ignore));
            case 6: return MatchingCounts(a.Handle, a.Pointer(a.Output.Data), 3 * room);
            case 7: return a.Chance(2) ? MatchingScores(a.Handle, a.Text(scores), a.Pointer(written), room) : MatchingMeanOverImages(a.Handle, a.Text(scores), a.Pointer(&value));
            case 8:
                Status matching = MatchingCreate(a.Pointer((double*)a.Memory.Data), wanted, a.Pointer(&made));
                return matching == Status.Ok ? MatchingDestroy(made) : matching;
            case 9:
                return PanopticAdd(
                    handles[random.Next(3, 5)], a.Tensor(a.Labels.Data, ElementType.Int32, map), a.Tensor(a.Labels.Data, ElementType.Int32, map),
                    a.Tensor(numbers, ElementType.Int32, map), null);
            case 10: return PanopticAdd(a.Handle, prediction, truth, prediction, truth);
            case 11: return PanopticScores(a.Handle, a.Text(scores), a.Pointer(written), room);
            case 12:
                Status quality = PanopticCreate(a.Pointer(numbers), wanted, a.Pointer(numbers), (nuint)random.Next(2), random.Next(2), a.Pointer(&made));
                return quality == Status.Ok ? PanopticDestroy(made) : quality;
            case 13: return a.Chance(2) ? PanopticMerge(a.Handle, a.Handle) : PanopticMean(a.Handle, a.Text(scores), a.Pointer(&value));
            default:
                // From one with nothing in it: images merged into themselves again and again would fill the memory.
                nint matches = Matching(), distances = Surfaces([0]);
                Status merged = a.Chance(2) ? MatchingMerge(a.Handle, a.Chance(5) ? distances : matches) : SurfacesMerge(a.Handle, distances);
                Succeeds(MatchingDestroy(matches));
                Succeeds(SurfacesDestroy(distances));
                return merged;
        }
    }
}
