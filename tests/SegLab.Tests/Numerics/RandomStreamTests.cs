using SegLab.Numerics;

namespace SegLab.Tests.Numerics;

public class RandomStreamTests
{
    [Fact]
    public void Xoshiro_gives_the_numbers_of_the_reference_implementation()
    {
        var random = new RandomStream(new RandomState(1, 2, 3, 4));
        ulong[] expected =
        [
            11520, 0, 1509978240, 1215971899390074240, 1216172134540287360,
            607988272756665600, 16172922978634559625, 8476171486693032832, 10595114339597558777, 2904607092377533576,
        ];
        foreach (ulong number in expected) Assert.Equal(number, random.NextUInt64());
    }

    [Fact]
    public void The_seed_is_spread_by_splitmix64()
    {
        // Published: the SplitMix64 sequence from 1234567. Stream s of a seed starts at the seed's first number plus s.
        ulong[] sequence = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431];
        RandomState state = new RandomStream(0, unchecked(1234567UL - 0xE220A8397B1DCDAF)).State;
        Assert.Equal(new RandomState(sequence[0], sequence[1], sequence[2], sequence[3]), state);
    }

    [Fact]
    public void Seeds_and_streams_lead_to_different_numbers()
    {
        var seen = new HashSet<ulong>();
        for (ulong seed = 0; seed < 32; seed++)
        {
            for (ulong stream = 0; stream < 32; stream++) Assert.True(seen.Add(new RandomStream(seed, stream).NextUInt64()));
        }
    }

    [Fact]
    public void A_saved_state_repeats_what_followed()
    {
        var random = new RandomStream(7);
        for (int i = 0; i < 5; i++) random.NextGaussian();
        RandomState saved = random.State;
        double[] first = [random.NextDouble(), random.NextGaussian(), random.NextInt(10)];
        random.State = saved;
        double[] again = [random.NextDouble(), random.NextGaussian(), random.NextInt(10)];
        Assert.Equal(first, again);
        Assert.Equal(first[0], new RandomStream(saved).NextDouble());
    }

    [Fact]
    public void A_state_of_zeros_is_refused()
        => Assert.Throws<ArgumentException>(() => new RandomStream(1) { State = default });

    [Fact]
    public void Doubles_fill_the_unit_interval_evenly()
    {
        var random = new RandomStream(1);
        int[] bins = new int[10];
        for (int i = 0; i < 100_000; i++) bins[(int)(random.NextDouble() * 10)]++;
        Assert.All(bins, bin => Assert.InRange(bin, 9_600, 10_400)); // four standard deviations
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public void Integers_come_equally_often(int count)
    {
        var random = new RandomStream(2);
        int[] bins = new int[count];
        for (int i = 0; i < 70_000; i++) bins[random.NextInt(count)]++;
        double expected = 70_000.0 / count, deviation = Math.Sqrt(expected);
        Assert.All(bins, bin => Assert.InRange(bin, expected - 4 * deviation, expected + 4 * deviation));
    }

    [Fact]
    public void An_empty_range_of_integers_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new RandomStream(1).NextInt(0));

    [Fact]
    public void Gaussian_numbers_have_the_moments_and_quantiles_of_a_normal_distribution()
    {
        var random = new RandomStream(3);
        const int Count = 200_000;
        double sum = 0, squares = 0;
        int within1 = 0, within2 = 0;
        for (int i = 0; i < Count; i++)
        {
            double value = random.NextGaussian();
            sum += value;
            squares += value * value;
            if (Math.Abs(value) < 1) within1++;
            if (Math.Abs(value) < 2) within2++;
        }

        Assert.InRange(sum / Count, -0.01, 0.01);
        Assert.InRange(squares / Count, 0.985, 1.015);
        Assert.InRange((double)within1 / Count, 0.6827 - 0.008, 0.6827 + 0.008);
        Assert.InRange((double)within2 / Count, 0.9545 - 0.004, 0.9545 + 0.004);
    }

    [Fact]
    public void Shuffling_makes_every_order_equally_likely()
    {
        var random = new RandomStream(4);
        var counts = new Dictionary<string, int>();
        for (int i = 0; i < 24_000; i++)
        {
            char[] items = ['a', 'b', 'c', 'd'];
            random.Shuffle<char>(items);
            string order = new(items);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(24, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 870, 1_130));
    }
}
