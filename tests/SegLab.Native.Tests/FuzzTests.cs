using static SegLab.Native.Tests.Functions;

namespace SegLab.Native.Tests;

/// <summary>Random calls, most of them wrong in several ways: each ends in a status, and each failure says something.</summary>
public sealed unsafe class FuzzTests
{
    const int Room = 4096;

    static readonly string[] pieces =
    [
        "ce", "dice", "bce", "focal", "tversky", "boundary", "unet_ce", "lovasz_softmax", "cl_dice", "(", ")", "*", "+", "-", ",", "=", "[", "]", "0.5", "1e308", "-1",
        "ignore_index", "class_weights", "activation", "sigmoid", "gamma", "linear(0, 1)", "reduction=none", "é", "\u0001", " ",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_call_ends_in_a_status_and_a_message(int seed)
    {
        var random = new Random(seed);
        var statuses = new Dictionary<Status, int>();
        List<nint> handles = [Loss("ce"), Loss("ce + dice"), Loss("bce(reduction=none)"), Matrix(2), Matrix(3), 0, 1, -1];
        using var memory = new NativeArray<long>(new long[Room], [1]);
        using var target = new NativeArray<long>(new long[Room], [1]);
        using var output = new NativeArray<long>(new long[Room], [1]);
        for (int call = 0; call < 20_000; call++)
        {
            new Span<float>(memory.Data, 2 * Room).Fill(random.Next(20) == 0 ? float.NaN : random.NextSingle());
            target.Values.Fill(random.Next(12) == 0 ? random.NextInt64() : 0);
            Status status = Call(random, handles, memory, target, output);
            Assert.InRange(status, Status.Ok, Status.InternalError);
            Assert.NotEqual(Status.InternalError, status);
            if (status != Status.Ok) Assert.NotEqual("", LastMessage);
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
        }

        foreach (Status expected in new[] { Status.Ok, Status.BadPointer, Status.BadHandle, Status.BadText, Status.BadArgument, Status.WrongFunction })
            Assert.True(statuses.GetValueOrDefault(expected) > 20, $"{expected} came {statuses.GetValueOrDefault(expected)} times.");
    }

    static Status Call(Random random, List<nint> handles, NativeArray<long> memory, NativeArray<long> target, NativeArray<long> output)
    {
        long* extents = stackalloc long[5 * 16];
        NativeTensor* tensors = stackalloc NativeTensor[5];
        long[] shape = [random.Next(1, 3), random.Next(1, 5), random.Next(1, 6), random.Next(1, 6)];
        long[] map = [shape[0], shape[2], shape[3]];
        ElementType labels = (ElementType)random.Next(random.Next(4) == 0 ? 0 : 1, 7);
        NativeTensor* logits = Tensor(0, memory.Data, ElementType.Float32, shape), y = Tensor(1, target.Data, labels, map);
        NativeTensor* weights = random.Next(3) == 0 ? Tensor(2, memory.Data, ElementType.Float32, map) : null;
        NativeTensor* instances = random.Next(5) == 0 ? Tensor(3, target.Data, ElementType.Int32, map) : null;
        NativeTensor* written = random.Next(2) == 0 ? null : Tensor(4, output.Data, ElementType.Float32, random.Next(3) == 0 ? map : shape);
        nint handle = random.Next(30) == 0 ? (nint)random.NextInt64() : handles[random.Next(handles.Count)];
        int threads = random.Next(-1, 4), ignore = random.Next(-1, 3);
        int* ignored = random.Next(2) == 0 ? null : Pointer(&ignore);
        double value = 0;
        nint made = 0;
        byte[] text = Utf8(string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => pieces[random.Next(pieces.Length)])));
        if (random.Next(10) == 0) text[random.Next(text.Length)] ^= 0x80;
        text[^1] = 0;
        fixed (byte* utf8 = text)
        {
            switch (random.Next(12))
            {
                case 0:
                    Status status = LossCreate(Pointer(utf8), Pointer(&made));
                    return status == Status.Ok ? LossDestroy(made) : status;
                case 1: return LossEvaluate(handle, logits, y, weights, instances, threads, Pointer(&value), written);
                case 2: return LossEvaluateMap(handle, logits, y, weights, instances, threads, written, null);
                case 3: return LossEvaluate(handles[random.Next(3)], logits, y, weights, instances, threads, &value, written);
                case 4: return MatrixAdd(handle, Tensor(0, target.Data, labels, map), y, ignored);
                case 5: return MatrixAddScores(handle, logits, y, ignored);
                case 6: return MatrixAddProbabilities(handle, Tensor(0, memory.Data, ElementType.Float32, map), y, 0.5f, ignored);
                case 7: return MatrixScore(handle, Pointer(utf8), Pointer(&value));
                case 8: return MatrixCounts(handle, Pointer(output.Data), (nuint)random.Next(12), Pointer(output.Data + 100));
                case 9: return MatrixMerge(handle, handles[random.Next(handles.Count)]);
                case 10: return EuclideanDistance(Tensor(0, target.Data, ElementType.UInt8, map), Pointer((double*)memory.Data), threads, written);
                default: return random.Next(2) == 0 ? LossAt(handle, random.NextDouble() * 2, null) : MatrixCreate(-random.Next(3), &made);
            }
        }

        // Now and then null, and now and then misaligned for anything but bytes.
        T* Pointer<T>(T* good)
            where T : unmanaged => random.Next(30) switch
            {
                0 => null,
                1 when sizeof(T) > 1 => (T*)((byte*)good + 1),
                _ => good,
            };

        NativeTensor* Tensor(int place, void* data, ElementType type, long[] lengths)
        {
            long* own = extents + 16 * place;
            lengths.CopyTo(new Span<long>(own, 8));
            if (random.Next(15) == 0) own[random.Next(lengths.Length)] = random.Next(3) switch { 0 => -random.NextInt64(), 1 => long.MaxValue - random.Next(3), _ => 0 };
            long step = 1;
            for (int axis = lengths.Length - 1; axis >= 0; step *= lengths[axis--]) own[8 + axis] = step;
            long* strides = random.Next(3) == 0 ? own + 8 : null;
            if (strides != null && random.Next(3) == 0) strides[random.Next(lengths.Length)] = random.Next(3) switch { 0 => -1, 1 => long.MaxValue, _ => random.Next(3) };
            tensors[place] = new NativeTensor
            {
                Data = random.Next(40) == 0 ? null : (byte*)data + (random.Next(40) == 0 ? 1 : 0),
                Type = random.Next(40) == 0 ? (ElementType)random.Next() : type,
                Rank = random.Next(40) == 0 ? random.Next(-1, 20) : lengths.Length,
                Lengths = random.Next(60) == 0 ? null : own,
                Strides = strides,
            };
            return random.Next(60) == 0 ? null : tensors + place;
        }
    }
}
