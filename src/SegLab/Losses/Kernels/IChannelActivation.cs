using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Losses.Kernels;

/// <summary>How a channel by itself becomes a probability.</summary>
interface IChannelActivation
{
    /// <summary>What a given number must be, in words, and whether it is.</summary>
    static abstract (Func<float, bool> Holds, string What) Accepts { get; }

    /// <summary>What has been found of numbers that cannot be used, and these: all bits 0 as long as there are none.</summary>
    static abstract Vector512<float> AddFaults(Vector512<float> faults, Vector512<float> x);

    /// <summary>p, 1 - p and, when asked for, their logarithms, none from the difference of others.</summary>
    static abstract ChannelOutcomes Outcomes(Vector512<float> x, bool logarithms);

    /// <summary>d log p / dx, - d log (1 - p) / dx and dp / dx.</summary>
    static abstract (Vector512<float> Present, Vector512<float> Absent, Vector512<float> Probability) Rates(Vector512<float> p, Vector512<float> q);

    /// <summary>p and dp / dx, where nothing else is needed.</summary>
    static abstract (Vector512<float> P, Vector512<float> Rate) Presence(Vector512<float> x);

    /// <summary>The likelihood of the outcome that holds: presence where a pixel has the channel's class, absence elsewhere.</summary>
    static abstract Likelihood<Lanes> Holding(Vector512<float> x, Vector512<float> isPresent);

    /// <summary>The derivative by x of the logarithm of that likelihood.</summary>
    static abstract Vector512<float> HoldingRate(Likelihood<Lanes> holding, Vector512<float> isPresent);
}

/// <summary>The likelihood of both outcomes of a channel.</summary>
readonly record struct ChannelOutcomes(Vector512<float> P, Vector512<float> Q, Vector512<float> LogP, Vector512<float> LogQ)
{
    /// <summary>Presence where a condition holds, absence elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Likelihood<Lanes> Holding(Vector512<float> isPresent) => new(
        new(Vector512.ConditionalSelect(isPresent, P, Q)),
        new(Vector512.ConditionalSelect(isPresent, Q, P)),
        new(Vector512.ConditionalSelect(isPresent, LogP, LogQ)));
}

/// <summary>p = 1 / (1 + exp(-z)).</summary>
readonly struct SigmoidActivation : IChannelActivation
{
    public static (Func<float, bool> Holds, string What) Accepts => (float.IsFinite, "they must be finite");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> AddFaults(Vector512<float> faults, Vector512<float> z) => GivenMargins.AddFaults(faults, z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ChannelOutcomes Outcomes(Vector512<float> z, bool logarithms)
    {
        Vector512<float> e = LaneMath.ExpOfModerate(Vector512.MaxNative(Vector512.Create(-LaneMath.GreatestExponential), -Vector512.Abs(z)));
        Vector512<float> larger = Vector512<float>.One / (Vector512<float>.One + e);
        Vector512<float> smaller = e * larger;
        Vector512<float> positive = Vector512.GreaterThanOrEqual(z, Vector512<float>.Zero);
        Vector512<float> p = Vector512.ConditionalSelect(positive, larger, smaller), q = Vector512.ConditionalSelect(positive, smaller, larger);
        if (!logarithms) return new(p, q, default, default);
        Vector512<float> logOfLarger = -LaneMath.Log1P(e, larger);
        Vector512<float> logOfSmaller = logOfLarger - Vector512.Abs(z);
        return new(p, q, Vector512.ConditionalSelect(positive, logOfLarger, logOfSmaller), Vector512.ConditionalSelect(positive, logOfSmaller, logOfLarger));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> P, Vector512<float> Rate) Presence(Vector512<float> z)
    {
        // exp(-z) of either sign: neither p nor (1 - p) = exp(-z) p comes from a difference.
        Vector512<float> bound = Vector512.Create(LaneMath.GreatestExponential);
        Vector512<float> e = LaneMath.ExpOfModerate(Vector512.MaxNative(-bound, Vector512.MinNative(bound, -z)));
        Vector512<float> p = Vector512<float>.One / (Vector512<float>.One + e);
        return (p, e * p * p);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Likelihood<Lanes> Holding(Vector512<float> z, Vector512<float> isPresent)
    {
        // Absence is presence at -z.
        Vector512<float> minus = Vector512.Create(-0f), x = z ^ Vector512.AndNot(minus, isPresent);
        Vector512<float> e = LaneMath.ExpOfModerate(Vector512.MaxNative(Vector512.Create(-LaneMath.GreatestExponential), z | minus));
        (Vector512<float> larger, Vector512<float> log) = LaneMath.Log1PUpToOne(e);
        Vector512<float> smaller = e * larger;
        Vector512<float> positive = Vector512.GreaterThanOrEqual(x, Vector512<float>.Zero);
        return new(
            new(Vector512.ConditionalSelect(positive, larger, smaller)),
            new(Vector512.ConditionalSelect(positive, smaller, larger)),
            new(Vector512.MinNative(x, Vector512<float>.Zero) - log));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> HoldingRate(Likelihood<Lanes> holding, Vector512<float> isPresent) =>
        holding.Complement.Vector ^ Vector512.AndNot(Vector512.Create(-0f), isPresent);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> Present, Vector512<float> Absent, Vector512<float> Probability) Rates(Vector512<float> p, Vector512<float> q) => (q, p, p * q);
}

/// <summary>p as it is given. Logarithms and slopes are those of 1e-30 below it, so that they stay finite.</summary>
readonly struct GivenProbabilities : IChannelActivation
{
    public static (Func<float, bool> Holds, string What) Accepts => (value => value is >= 0 and <= 1,
        "probabilities are 0 to 1 (for logits leave the activation at softmax or sigmoid)");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> AddFaults(Vector512<float> faults, Vector512<float> p) =>
        faults | ~(Vector512.GreaterThanOrEqual(p, Vector512<float>.Zero) & Vector512.LessThanOrEqual(p, Vector512<float>.One));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ChannelOutcomes Outcomes(Vector512<float> p, bool logarithms)
    {
        Vector512<float> q = Vector512<float>.One - p;
        return logarithms ? new(p, q, LaneMath.Log(Away(p)), LaneMath.Log(Away(q))) : new(p, q, default, default);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> P, Vector512<float> Rate) Presence(Vector512<float> p) => (p, Vector512<float>.One);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Likelihood<Lanes> Holding(Vector512<float> x, Vector512<float> isPresent) => Outcomes(x, logarithms: true).Holding(isPresent);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> HoldingRate(Likelihood<Lanes> holding, Vector512<float> isPresent) =>
        Vector512.ConditionalSelect(isPresent, Vector512<float>.One, Vector512.Create(-1f)) / Away(holding.Probability.Vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> Present, Vector512<float> Absent, Vector512<float> Probability) Rates(Vector512<float> p, Vector512<float> q) =>
        (Vector512<float>.One / Away(p), Vector512<float>.One / Away(q), Vector512<float>.One);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> Away(Vector512<float> p) => Vector512.Max(p, Vector512.Create(1e-30f));
}

/// <summary>p = exp(x). Slopes are those of -1e-30 above it, so that they stay finite.</summary>
readonly struct GivenLogProbabilities : IChannelActivation
{
    public static (Func<float, bool> Holds, string What) Accepts => (value => float.IsFinite(value) && value <= 0,
        "logarithms of probabilities are finite and 0 or less (for probabilities use activation=probabilities)");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> AddFaults(Vector512<float> faults, Vector512<float> x) =>
        faults | ~(Vector512.GreaterThanOrEqual(x, Vector512.Create(float.MinValue)) & Vector512.LessThanOrEqual(x, Vector512<float>.Zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ChannelOutcomes Outcomes(Vector512<float> x, bool logarithms)
    {
        Vector512<float> p = LaneMath.Exp(x);

        // 1 - exp(x) cancels near 0, where x (1 + x / 2) has the digits.
        Vector512<float> small = Vector512.GreaterThan(x, Vector512.Create(-1e-3f));
        Vector512<float> series = -x * (Vector512<float>.One + x * (Vector512.Create(0.5f) + x * Vector512.Create(1f / 6)));
        Vector512<float> q = Vector512.ConditionalSelect(small, series, Vector512<float>.One - p);
        return new(p, q, x, logarithms ? LaneMath.Log(Vector512.Max(q, Vector512.Create(1e-30f))) : default);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> P, Vector512<float> Rate) Presence(Vector512<float> x)
    {
        Vector512<float> p = LaneMath.Exp(x);
        return (p, p);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Likelihood<Lanes> Holding(Vector512<float> x, Vector512<float> isPresent) => Outcomes(x, logarithms: true).Holding(isPresent);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> HoldingRate(Likelihood<Lanes> holding, Vector512<float> isPresent)
    {
        Vector512<float> ofAbsence = -holding.Complement.Vector / Vector512.Max(holding.Probability.Vector, Vector512.Create(1e-30f));
        return Vector512.ConditionalSelect(isPresent, Vector512<float>.One, ofAbsence);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> Present, Vector512<float> Absent, Vector512<float> Probability) Rates(Vector512<float> p, Vector512<float> q) =>
        (Vector512<float>.One, p / Vector512.Max(q, Vector512.Create(1e-30f)), p);
}

/// <summary>Numbers that are used as they are, for losses that take no probabilities.</summary>
readonly struct GivenMargins : IChannelActivation
{
    public static (Func<float, bool> Holds, string What) Accepts => (float.IsFinite, "they must be finite");

    // 0 times an infinity or a NaN is NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> AddFaults(Vector512<float> faults, Vector512<float> x) => Vector512.MultiplyAddEstimate(x, Vector512<float>.Zero, faults);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ChannelOutcomes Outcomes(Vector512<float> x, bool logarithms) => new(x, default, default, default);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> P, Vector512<float> Rate) Presence(Vector512<float> x) => (x, Vector512<float>.One);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Likelihood<Lanes> Holding(Vector512<float> x, Vector512<float> isPresent) => Outcomes(x, logarithms: true).Holding(isPresent);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> HoldingRate(Likelihood<Lanes> holding, Vector512<float> isPresent) => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> Present, Vector512<float> Absent, Vector512<float> Probability) Rates(Vector512<float> p, Vector512<float> q) =>
        (default, default, Vector512<float>.One);
}
