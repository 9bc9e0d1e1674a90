using static SegLab.Native.Tests.Functions;

namespace SegLab.Native.Tests;

public sealed unsafe class LossFunctionTests
{
    // p = (0.1, 0.5, 0.1, 0.3) at one pixel.
    static readonly float[] logits = [MathF.Log(0.1f), MathF.Log(0.5f), MathF.Log(0.1f), MathF.Log(0.3f)];

    [Fact]
    public void Cross_entropy_of_one_pixel_is_the_negative_logarithm_and_its_gradient_p_minus_t()
    {
        using var z = new NativeArray<float>(logits, [1, 4, 1]);
        using var y = new NativeArray<byte>([2], [1, 1]);
        using var gradient = new NativeArray<float>(new float[4], [1, 4, 1]);
        nint loss = Loss("ce");
        double value;
        Succeeds(LossEvaluate(loss, z, y, null, null, 0, &value, gradient));
        Assert.Equal(-Math.Log(0.1), value, 1e-6);
        Assert.Equal([0.1f, 0.5f, -0.9f, 0.3f], gradient.Values.ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
        Succeeds(LossDestroy(loss));
    }

    [Fact]
    public void Labels_of_every_width_say_the_same()
    {
        using var z = new NativeArray<float>(logits, [1, 4, 1]);
        using var bytes = new NativeArray<byte>([2], [1, 1]);
        using var shorts = new NativeArray<short>([2], [1, 1]);
        using var ints = new NativeArray<int>([2], [1, 1]);
        using var longs = new NativeArray<long>([2], [1, 1]);
        using var soft = new NativeArray<float>([0, 0, 1, 0], [1, 4, 1]);
        nint loss = Loss("ce");
        foreach (nint labels in new[] { (nint)bytes.Tensor, (nint)shorts.Tensor, (nint)ints.Tensor, (nint)longs.Tensor, (nint)soft.Tensor })
        {
            double value;
            Succeeds(LossEvaluate(loss, z, (NativeTensor*)labels, null, null, 1, &value, null));
            Assert.Equal(-Math.Log(0.1), value, 1e-6);
        }

        Succeeds(LossDestroy(loss));
    }

    [Fact]
    public void Strides_are_followed_in_what_is_read_and_what_is_written()
    {
        // Channels lie together, and every other pixel counts for nothing.
        float[] interleaved = [1, 2, 3, -1, -1, -1, 4, 5, 7, -1, -1, -1];
        using var z = new NativeArray<float>(interleaved, [1, 3, 2], [12, 1, 6]);
        using var dense = new NativeArray<float>([1, 4, 2, 5, 3, 7], [1, 3, 2]);
        using var y = new NativeArray<long>([0, 9, 2], [1, 2], [3, 2]);
        using var denseLabels = new NativeArray<long>([0, 2], [1, 2]);
        using var gradient = new NativeArray<float>(new float[12], [1, 3, 2], [12, 1, 6]);
        using var denseGradient = new NativeArray<float>(new float[6], [1, 3, 2]);
        nint loss = Loss("ce + dice");
        double value, denseValue;
        Succeeds(LossEvaluate(loss, z, y, null, null, 1, &value, gradient));
        Succeeds(LossEvaluate(loss, dense, denseLabels, null, null, 1, &denseValue, denseGradient));
        Assert.Equal(denseValue, value);
        float[] d = denseGradient.Values.ToArray();
        Assert.Equal([d[0], d[2], d[4], 0, 0, 0, d[1], d[3], d[5], 0, 0, 0], gradient.Values.ToArray());
        Succeeds(LossDestroy(loss));
    }

    [Fact]
    public void A_stride_of_zero_repeats_what_is_read_and_is_refused_where_it_is_written()
    {
        using var z = new NativeArray<float>([1, 2], [1, 2, 3], [0, 1, 0]);
        using var y = new NativeArray<byte>([1], [1, 3], [0, 0]);
        nint loss = Loss("ce");
        double value;
        Succeeds(LossEvaluate(loss, z, y, null, null, 1, &value, null));
        Assert.Equal(Math.Log(1 + Math.Exp(-1)), value, 1e-6);
        Fails(Status.BadArgument, "overlap", LossEvaluate(loss, z, y, null, null, 1, &value, z));
        Succeeds(LossDestroy(loss));
    }

    [Fact]
    public void Pixel_weights_multiply_what_a_pixel_adds()
    {
        using var z = new NativeArray<float>([0, 0, 0, 0], [1, 2, 2]);
        using var y = new NativeArray<byte>([0, 1], [1, 2]);
        using var weights = new NativeArray<float>([3, 5], [1, 2]);
        nint loss = Loss("ce(reduction=sum)");
        double value;
        Succeeds(LossEvaluate(loss, z, y, weights, null, 1, &value, null));
        Assert.Equal(8 * Math.Log(2), value, 1e-6);
        Succeeds(LossDestroy(loss));
    }

    [Fact]
    public void A_loss_that_does_not_reduce_has_a_map()
    {
        using var z = new NativeArray<float>([0, 1, 0, 0], [1, 2, 2]);
        using var y = new NativeArray<byte>([0, 0], [1, 2]);
        using var values = new NativeArray<float>(new float[2], [1, 2]);
        nint map = Loss("ce(reduction=none)"), mean = Loss("ce");
        double value;
        Succeeds(LossEvaluateMap(map, z, y, null, null, 1, values, null));
        Assert.Equal(Math.Log(2), values.Values[0], 1e-6);
        Assert.Equal(Math.Log(1 + Math.Exp(-1)), values.Values[1], 1e-6);
        Fails(Status.WrongFunction, "reduction=none", LossEvaluate(map, z, y, null, null, 1, &value, null));
        Fails(Status.WrongFunction, "reduces", LossEvaluateMap(mean, z, y, null, null, 1, values, null));
        Succeeds(LossDestroy(map));
        Succeeds(LossDestroy(mean));
    }

    [Fact]
    public void A_weight_that_follows_a_schedule_is_asked_for_by_progress()
    {
        nint scheduled = Loss("linear(0, 1)*ce"), half;
        Succeeds(LossAt(scheduled, 0.5, &half));
        Assert.Equal("0.5*ce", TextOf(half));
        Fails(Status.BadArgument, "2", LossAt(scheduled, 2, &half));
        Succeeds(LossDestroy(scheduled));
        Succeeds(LossDestroy(half));
    }

    [Fact]
    public void A_buffer_that_is_too_small_for_the_text_is_told_its_length()
    {
        nint loss = Loss("ce + dice");
        byte* buffer = stackalloc byte[9];
        nuint length;
        Fails(Status.BadArgument, "take 10", LossText(loss, buffer, 9, &length));
        Assert.Equal(9u, length);
        Fails(Status.BadPointer, "buffer", LossText(loss, null, 9, &length));
        Succeeds(LossDestroy(loss));
    }

    [Theory]
    [InlineData("", "expected the name of a loss")]
    [InlineData("cross", "there is no loss 'cross'")]
    [InlineData("ce(gamma=2)", "ce has no option 'gamma'")]
    [InlineData("ce + ", "expected the name of a loss")]
    [InlineData("wasserstein_dice(distances=matrix@no such file)", "no such file")]
    public void Text_that_is_no_loss_is_answered_with_the_place(string text, string message)
    {
        nint loss;
        fixed (byte* bytes = Utf8(text)) Fails(Status.BadText, message, LossCreate(bytes, &loss));
    }

    [Fact]
    public void Text_that_is_not_utf8_is_refused()
    {
        nint loss;
        fixed (byte* bytes = (byte[])[(byte)'c', 0xff, 0]) Fails(Status.BadText, "UTF-8", LossCreate(bytes, &loss));
    }

    [Fact]
    public void Nesting_however_deep_is_no_danger()
    {
        nint loss;
        foreach (string open in new[] { "(", "[", "ce(class_weights=[", "-", "2*" })
        {
            string text = string.Concat(Enumerable.Repeat(open, 100_000));
            fixed (byte* bytes = Utf8(text)) Assert.Equal(Status.BadText, LossCreate(bytes, &loss));
        }
    }

    [Fact]
    public void Threads_may_share_a_loss_and_destroy_it_under_each_other()
    {
        float[] many = [.. Enumerable.Range(0, 2 * 4096).Select(i => MathF.Sin(i))];
        using var z = new NativeArray<float>(many, [1, 2, 4096]);
        using var y = new NativeArray<byte>(new byte[4096], [1, 4096]);
        nint loss = Loss("ce + dice"), reference = Loss("ce + dice");
        double first;
        Succeeds(LossEvaluate(reference, z, y, null, null, 1, &first, null));
        double expected = first;
        Parallel.For(0, 400, i =>
        {
            double value = 0;
            Status status = i == 300 ? LossDestroy(loss) : LossEvaluate(loss, z, y, null, null, 1, &value, null);
            if (status == Status.Ok && i != 300) Assert.Equal(expected, value);
            else if (status != Status.Ok) Assert.Equal(Status.BadHandle, status);
        });
        Succeeds(LossDestroy(reference));
    }

    static string TextOf(nint loss)
    {
        nuint length;
        Succeeds(LossText(loss, null, 0, &length));
        var text = new byte[length + 1];
        fixed (byte* bytes = text) Succeeds(LossText(loss, bytes, (nuint)text.Length, &length));
        return System.Text.Encoding.UTF8.GetString(text, 0, (int)length);
    }
}
