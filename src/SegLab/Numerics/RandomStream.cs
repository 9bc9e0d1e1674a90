using System.Numerics;

namespace SegLab.Numerics;

/// <summary>Where a <see cref="RandomStream"/> stands: four words, not all zero, that a checkpoint saves and restores.</summary>
readonly record struct RandomState(ulong A, ulong B, ulong C, ulong D);

/// <summary>
/// Random numbers that are the same, bit for bit, on every machine and every version of .NET: xoshiro256** (Blackman and Vigna, 2018),
/// seeded by SplitMix64. One seed has as many independent streams as wanted. Not for use by two threads at a time.
/// </summary>
sealed class RandomStream
{
    const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    ulong a, b, c, d;

    /// <summary>The start of one stream of a seed; other streams of the same seed are unrelated to it.</summary>
    public RandomStream(ulong seed, ulong stream = 0)
    {
        ulong start = Mix(seed + GoldenGamma) + stream;
        State = new RandomState(
            Mix(start += GoldenGamma), Mix(start += GoldenGamma), Mix(start += GoldenGamma), Mix(start + GoldenGamma));
    }

    /// <summary>A stream that goes on where another stood.</summary>
    /// <exception cref="ArgumentException">The state is all zeros, which the generator never leaves.</exception>
    public RandomStream(RandomState state) => State = state;

    /// <summary>Where the stream stands; setting it makes the stream repeat what followed.</summary>
    /// <exception cref="ArgumentException">The state is all zeros, which the generator never leaves.</exception>
    public RandomState State
    {
        get => new(a, b, c, d);
        set
        {
            if (value == default) throw new ArgumentException("A random state must have at least one word that is not zero.", nameof(value));
            (a, b, c, d) = value;
        }
    }

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64()
    {
        ulong result = BitOperations.RotateLeft(b * 5, 7) * 9;
        ulong shifted = b << 17;
        c ^= a;
        d ^= b;
        b ^= c;
        a ^= d;
        c ^= shifted;
        d = BitOperations.RotateLeft(d, 45);
        return result;
    }

    /// <summary>A number in [0, 1), a multiple of 2^-53.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number in [low, high).</summary>
    public double NextDouble(double low, double high) => low + (high - low) * NextDouble();

    /// <summary>A whole number from 0 to count - 1, each equally likely (Lemire, 2019).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is not positive.</exception>
    public int NextInt(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ulong range = (ulong)count;
        ulong high = Math.BigMul(NextUInt64(), range, out ulong low);
        if (low < range)
        {
            ulong threshold = (0 - range) % range;
            while (low < threshold) high = Math.BigMul(NextUInt64(), range, out low);
        }

        return (int)high;
    }

    /// <summary>A number with mean 0 and variance 1, bell-shaped, never beyond +-6: the sum of twelve uniform ones (Irwin-Hall).</summary>
    /// <remarks>No logarithm, whose last bit differs between platforms: the sum is of integers, and so exact.</remarks>
    public double NextGaussian()
    {
        const int Bits = 21;
        const ulong Mask = (1UL << Bits) - 1;
        long sum = 0;
        for (int i = 0; i < 4; i++)
        {
            ulong word = NextUInt64() >> 1;
            sum += (long)((word & Mask) + ((word >> Bits) & Mask) + (word >> (2 * Bits)));
        }

        return (sum - 6 * (long)Mask) * (1.0 / (1L << Bits));
    }

    /// <summary>Puts items into a random order, every order equally likely (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int last = items.Length - 1; last > 0; last--)
        {
            int other = NextInt(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }

    static ulong Mix(ulong word)
    {
        word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9;
        word = (word ^ (word >> 27)) * 0x94D049BB133111EB;
        return word ^ (word >> 31);
    }
}
