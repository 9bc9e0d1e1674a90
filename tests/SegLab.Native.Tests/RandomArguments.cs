using static SegLab.Native.Tests.Functions;

namespace SegLab.Native.Tests;

/// <summary>Arguments of calls, now and then wrong: null, misaligned, of another type or shape, or no handle.</summary>
sealed unsafe class RandomArguments : IDisposable
{
    const int Room = 4096, Tensors = 5, Extents = 16;

    readonly List<nint> handles;
    readonly NativeArray<long> extents = new(new long[Tensors * Extents], [1]), tensors = new(new long[Tensors * sizeof(NativeTensor) / sizeof(long)], [1]);
    readonly NativeArray<byte> text = new(new byte[256], [1]);
    int taken;

    /// <param name="seed">Where the random numbers start.</param>
    /// <param name="handles">Live handles; some that are not come on top.</param>
    public RandomArguments(int seed, IEnumerable<nint> handles) => (Random, this.handles) = (new Random(seed), [.. handles, 0, 1, -1]);

    public Random Random { get; }

    /// <summary>Memory that tensors lie in: numbers, labels, and what is written.</summary>
    public NativeArray<long> Memory { get; } = new(new long[Room], [1]);

    public NativeArray<long> Labels { get; } = new(new long[Room], [1]);

    public NativeArray<long> Output { get; } = new(new long[Room], [1]);

    /// <summary>A handle of any kind, or none.</summary>
    public nint Handle => Chance(30) ? (nint)Random.NextInt64() : handles[Random.Next(handles.Count)];

    /// <summary>Makes ready for the next call.</summary>
    public void Next()
    {
        taken = 0;
        new Span<float>(Memory.Data, 2 * Room).Fill(Chance(20) ? float.NaN : Random.NextSingle());
        Labels.Values.Fill(Chance(12) ? Random.NextInt64() : 0);
    }

    public bool Chance(int one) => Random.Next(one) == 0;

    /// <summary>A pointer that now and then is null, and now and then misaligned for anything but bytes.</summary>
    public T* Pointer<T>(T* good)
        where T : unmanaged => Random.Next(30) switch
        {
            0 => null,
            1 when sizeof(T) > 1 => (T*)((byte*)good + 1),
            _ => good,
        };

    /// <summary>Some of the pieces one after the other, sometimes no UTF-8.</summary>
    public byte* Text(string[] pieces)
    {
        byte[] bytes = Utf8(string.Concat(Enumerable.Range(0, Random.Next(6)).Select(_ => pieces[Random.Next(pieces.Length)])));
        if (Chance(10)) bytes[Random.Next(bytes.Length)] ^= 0x80;
        bytes[^1] = 0;
        bytes.CopyTo(text.Values);
        return Pointer(text.Data);
    }

    public NativeTensor* Tensor(void* data, ElementType type, params ReadOnlySpan<long> lengths)
    {
        int place = taken++;
        long* own = extents.Data + Extents * place;
        lengths.CopyTo(new Span<long>(own, 8));
        if (Chance(15)) own[Random.Next(lengths.Length)] = Random.Next(3) switch { 0 => -Random.NextInt64(), 1 => long.MaxValue - Random.Next(3), _ => 0 };
        long step = 1;
        for (int axis = lengths.Length - 1; axis >= 0; step *= lengths[axis--]) own[8 + axis] = step;
        long* strides = Chance(3) ? own + 8 : null;
        if (strides != null && Chance(3)) strides[Random.Next(lengths.Length)] = Random.Next(3) switch { 0 => -1, 1 => long.MaxValue, _ => Random.Next(3) };
        NativeTensor* tensor = (NativeTensor*)tensors.Data + place;
        *tensor = new NativeTensor
        {
            Data = Chance(40) ? null : (byte*)data + (Chance(40) ? 1 : 0),
            Type = Chance(40) ? (ElementType)Random.Next() : type,
            Rank = Chance(40) ? Random.Next(-1, 20) : lengths.Length,
            Lengths = Chance(60) ? null : own,
            Strides = strides,
        };
        return Chance(60) ? null : tensor;
    }

    public void Dispose()
    {
        foreach (IDisposable memory in new IDisposable[] { extents, tensors, text, Memory, Labels, Output }) memory.Dispose();
    }
}
