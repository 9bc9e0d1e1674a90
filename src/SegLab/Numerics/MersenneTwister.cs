namespace SegLab.Numerics;

/// <summary>The generator MT19937 (Matsumoto, Nishimura 1998), with which published experiments can be drawn again: MATLAB's default and NumPy's RandomState.</summary>
sealed class MersenneTwister
{
    const int Length = 624, Middle = 397;
    const uint Twist = 0x9908b0df, Upper = 0x80000000, Lower = 0x7fffffff;

    readonly uint[] state = new uint[Length];
    int position = Length;

    public MersenneTwister(uint seed)
    {
        state[0] = seed;
        for (int i = 1; i < Length; i++) state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >> 30)) + (uint)i;
    }

    /// <summary>A number from 0 on below 1, of 53 random bits.</summary>
    public double NextDouble() => ((NextBits() >> 5) * 67108864.0 + (NextBits() >> 6)) / 9007199254740992.0;

    uint NextBits()
    {
        if (position == Length) Renew();
        uint bits = state[position++];
        bits ^= bits >> 11;
        bits ^= (bits << 7) & 0x9d2c5680;
        bits ^= (bits << 15) & 0xefc60000;
        return bits ^ (bits >> 18);
    }

    void Renew()
    {
        for (int i = 0; i < Length; i++)
        {
            uint both = (state[i] & Upper) | (state[(i + 1) % Length] & Lower);
            state[i] = state[(i + Middle) % Length] ^ (both >> 1) ^ ((both & 1) != 0 ? Twist : 0);
        }

        position = 0;
    }
}
