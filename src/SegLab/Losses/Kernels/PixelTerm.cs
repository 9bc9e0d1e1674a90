using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Losses.Kernels;

/// <summary>A pixel-wise loss as part of a kernel run: the formula with its weights and its mean.</summary>
/// <param name="loss">Where the options of every pixel-wise loss come from.</param>
/// <param name="factor">What the term is multiplied by in a weighted sum.</param>
abstract unsafe class PixelTerm(PixelLoss loss, double factor)
{
    /// <summary>What the term is multiplied by in a weighted sum.</summary>
    public double Factor => factor;

    public Reduction Reduction => loss.Reduction;

    public MeanDenominator Denominator { get; } = loss.MeanOver ?? loss.UsualMean;

    /// <summary>Whether both outcomes of each channel are looked at, and not the true class of a pixel alone.</summary>
    public bool EachChannel { get; } = loss.EachChannel;

    /// <summary>A weight a class, or null.</summary>
    public float[]? ClassWeights { get; } = loss.ClassWeights?.Values;

    /// <summary>With one class a pixel: a weight of class 0 and one of all other classes, on top of the class weights.</summary>
    public (float First, float Others)? FirstAgainstOthers { get; init; }

    /// <summary>The share of the target that is spread evenly over the classes.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>Whether what the target itself holds, sum of y log y, is added, as the Kullback-Leibler divergence does.</summary>
    public bool AddsNegativeEntropy { get; init; }

    /// <summary>With both outcomes of a channel: weights of a class's presence and absence.</summary>
    public float PresentWeight { get; init; } = 1;

    /// <inheritdoc cref="PresentWeight"/>
    public float AbsentWeight { get; init; } = 1;

    /// <summary>With both outcomes of a channel: weigh presence by the share of absence and the reverse, over what is given here.</summary>
    public Aggregate? Balance { get; init; }

    /// <summary>Divides by the sum of another formula over the same pixels, through which the gradient passes too.</summary>
    public PixelTerm? Normalizer { get; init; }

    /// <summary>Pixel weights of the term's own, or null.</summary>
    public WeightMap? Map { get; init; }

    /// <summary>Whether <see cref="Map"/> weighs presence only.</summary>
    public bool MapOnPresence { get; init; }

    /// <summary>What keeps the hardest pixels and leaves the others out, or null when all count. Writes <see cref="Map"/>.</summary>
    public IPixelSelection? Selection { get; init; }

    /// <summary>Whether the scale depends on the targets class by class, so that these have to be counted.</summary>
    public bool NeedsClassCounts => Balance is not null || (HasClassWeights && Denominator == MeanDenominator.ClassWeights);

    /// <summary>What the sum over the pixels is multiplied by; set for each call.</summary>
    public double Scale { get; set; }

    /// <summary>Whether <see cref="Map"/> holds weights by now; set for each call.</summary>
    public bool MapIsFilled { get; set; }

    /// <summary>With <see cref="Balance"/>: the weight of presence in each image; set for each call.</summary>
    public float[] Presence { get; set; } = [];

    /// <summary>Adds the term at a tile's pixels to its value, slopes (by log p of the true class) and map.</summary>
    /// <returns>The sum over the pixels, not scaled.</returns>
    public double TrueClass(Tile tile, bool slopes, bool map) => OneOutcome(tile, ApplyClassWeights(tile), slopes, map);

    /// <summary>Likewise for one channel of which the tile has the outcome that holds: slopes by the logarithm of its likelihood.</summary>
    public double Outcome(Tile tile, int label, int channel, bool slopes, bool map) => OneOutcome(tile, OutcomeWeights(tile, label, channel), slopes, map);

    private protected abstract double OneOutcome(Tile tile, float* weights, bool slopes, bool map);

    /// <summary>Likewise for targets that are not one class: sum over k of y_k f(p_k).</summary>
    public abstract double EveryClass(Tile tile, bool slopes, bool map);

    /// <summary>Likewise for one channel and both its outcomes: slopes by log p and by log (1 - p).</summary>
    public abstract double Channel(Tile tile, int label, int channel, bool slopes, bool map);

    /// <summary>The term alone, on pixels with a label, under an activation of channels by themselves.</summary>
    public abstract LabelledFormula Under<TActivation>()
        where TActivation : struct, IChannelActivation;

    /// <summary>What one outcome costs, over any number: the formula without weights.</summary>
    public abstract T Cost<T>(Likelihood<T> truth)
        where T : struct, IReal<T>;

    /// <summary>What the mean divides by: the sum of what, and how many times it.</summary>
    public (CountedBy By, double Times) Divisor(int channels, bool softTarget)
    {
        int elements = EachChannel ? channels : 1;
        return Denominator switch
        {
            MeanDenominator.PixelWeights => (CountedBy.PixelWeights, elements),
            MeanDenominator.Elements => (CountedBy.Pixels, channels),
            MeanDenominator.ClassWeights when !HasClassWeights => (CountedBy.Pixels, elements),
            MeanDenominator.ClassWeights when EachChannel => (CountedBy.Pixels, SumOfWeights(channels)),
            MeanDenominator.ClassWeights when !softTarget => (CountedBy.ClassWeights, 1),
            _ => (CountedBy.Pixels, 1),
        };
    }

    /// <summary>Whether targets other than one class a pixel are asked for.</summary>
    public bool IsDense(bool softTarget) => !EachChannel && (softTarget || LabelSmoothing > 0);

    /// <summary>Whether classes weigh differently.</summary>
    public bool HasClassWeights => ClassWeights is not null || FirstAgainstOthers is not null;

    /// <summary>What a class weighs.</summary>
    public float WeightOf(int label)
    {
        float weight = ClassWeights is { } weights ? weights[label] : 1;
        return FirstAgainstOthers is { } split ? weight * (label == 0 ? split.First : split.Others) : weight;
    }

    /// <summary>What all classes weigh together.</summary>
    double SumOfWeights(int channels)
    {
        double sum = 0;
        for (int k = 0; k < channels; k++) sum += WeightOf(k);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    float* ApplyClassWeights(Tile tile)
    {
        float* pixelWeights = ApplyMap(tile);
        if (!HasClassWeights) return pixelWeights;
        Span<float> weights = stackalloc float[Math.Min(tile.Channels, 1024)];
        for (int k = 0; k < weights.Length; k++) weights[k] = WeightOf(k);
        for (int i = 0; i < tile.Padded; i++)
        {
            int label = tile.Labels[i];
            tile.TermWeights[i] = label < 0 ? 0 : pixelWeights[i] * (label < weights.Length ? weights[label] : WeightOf(label));
        }

        return tile.TermWeights;
    }

    /// <summary>What presence and absence of a channel's class weigh.</summary>
    private protected (float Present, float Absent) OutcomeWeights(Tile tile, int channel)
    {
        float weight = WeightOf(channel);
        return Balance is not null
            ? (weight * Presence[tile.Image], weight * (1 - Presence[tile.Image]))
            : (weight * PresentWeight, EachChannel || tile.Channels == 1 ? weight * AbsentWeight : 0);
    }

    /// <summary>What the outcome that holds at each pixel of a channel weighs.</summary>
    public float* OutcomeWeights(Tile tile, int label, int channel)
    {
        (float present, float absent) = OutcomeWeights(tile, channel);
        float* presentWeights = ApplyMap(tile), absentWeights = MapOnPresence ? tile.Weights : presentWeights;
        if (present == 1 && absent == 1 && !MapOnPresence) return presentWeights;
        WeighOutcomes(tile, label, presentWeights, present, absentWeights, absent);
        return tile.TermWeights;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void WeighOutcomes(Tile tile, int label, float* presentWeights, float present, float* absentWeights, float absent)
    {
        Vector512<float> ifPresent = Vector512.Create(present), ifAbsent = Vector512.Create(absent);
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            Vector512<float> yes = Vector512.Load(presentWeights + i) * ifPresent, no = Vector512.Load(absentWeights + i) * ifAbsent;
            Vector512.ConditionalSelect(tile.IsLabel(label, i), yes, no).Store(tile.TermWeights + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected float* ApplyMap(Tile tile)
    {
        if (!MapIsFilled) return tile.Weights;
        float* map = tile.Row(Map!);
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
            (Vector512.Load(map + i) * Vector512.Load(tile.Weights + i)).Store(tile.TermWeights + i);
        return tile.TermWeights;
    }
}

/// <summary>What the sum is of that a mean divides by.</summary>
enum CountedBy
{
    /// <summary>1 of each pixel that counts.</summary>
    Pixels,

    /// <summary>The weight of each pixel, its map's too.</summary>
    PixelWeights,

    /// <summary>The weight of each pixel's class.</summary>
    ClassWeights,
}

/// <inheritdoc/>
sealed unsafe class PixelTerm<TFormula>(PixelLoss loss, double factor, TFormula formula) : PixelTerm(loss, factor)
    where TFormula : struct, IPixelFormula
{
    public override T Cost<T>(Likelihood<T> truth) => formula.Invoke(truth);

    public override LabelledFormula Under<TActivation>() => new LabelledFormula<TActivation, TFormula>(this, formula);

    [MethodImpl(IPixelFormula.Loop)]
    private protected override double OneOutcome(Tile tile, float* weights, bool slopes, bool map)
    {
        Vector512<float> sum = Vector512<float>.Zero;
        Vector512<float> scale = Vector512.Create((float)Scale);
        TFormula local = formula;
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            Vector512<float> weight = Vector512.Load(weights + i);
            var truth = new Likelihood<Lanes>(
                new(Vector512.Load(tile.Probability + i)),
                new(Vector512.Load(tile.Complement + i)),
                new(Vector512.Load(tile.LogProbability + i)));
            Vector512<float> value;
            if (slopes)
            {
                Dual<Lanes> cost = local.Invoke(truth.Differentiable());
                value = cost.Value.Vector;
                (Vector512.Load(tile.Slopes + i) + cost.Slope.Vector * (weight * scale)).Store(tile.Slopes + i);
            }
            else
            {
                value = local.Invoke(truth).Vector;
            }

            value *= weight;
            sum += value;
            if (map) (Vector512.Load(tile.Map + i) + value * scale).Store(tile.Map + i);
        }

        return Vector512.Sum(sum);
    }

    [MethodImpl(IPixelFormula.Loop)]
    public override double EveryClass(Tile tile, bool slopes, bool map)
    {
        Vector512<float> scale = Vector512.Create((float)Scale);
        Vector512<float> spread = Vector512.Create((float)(LabelSmoothing / tile.Channels));
        Vector512<float> kept = Vector512.Create((float)(1 - LabelSmoothing));
        TFormula local = formula;
        float* weights = ApplyMap(tile);
        double total = 0;
        for (int k = 0; k < tile.Channels; k++)
        {
            float* logits = tile.Logits + k * tile.LogitStride;
            float* soft = tile.Soft == null ? null : tile.Soft + k * tile.SoftStride;
            float* exponentials = tile.Exponentials + k * tile.Size;
            float* logSlopes = tile.LogSlopes + k * tile.Size;
            Vector512<float> classWeight = Vector512.Create(WeightOf(k));
            Vector512<float> sum = Vector512<float>.Zero;
            for (int i = 0; i < tile.Padded; i += Lanes.Count)
            {
                Vector512<float> share = Vector512.MultiplyAddEstimate(kept, tile.Target(k, soft, i), spread);
                Vector512<float> weight = share * classWeight * Vector512.Load(weights + i);
                Vector512<float> p = Vector512.Load(exponentials + i) * Vector512.Load(tile.Inverse + i);
                Vector512<float> logP = Vector512.Load(logits + i) - Vector512.Load(tile.Maximum + i) - Vector512.Load(tile.LogSum + i);
                var truth = new Likelihood<Lanes>(new(p), new(Vector512<float>.One - p), new(logP));
                Vector512<float> value;
                if (slopes)
                {
                    Dual<Lanes> cost = local.Invoke(truth.Differentiable());
                    value = cost.Value.Vector;
                    (Vector512.Load(logSlopes + i) + cost.Slope.Vector * (weight * scale)).Store(logSlopes + i);
                }
                else
                {
                    value = local.Invoke(truth).Vector;
                }

                value *= weight;
                if (AddsNegativeEntropy) value += weight * LaneMath.LogOfNormal(Vector512.Max(share, Vector512.Create(1e-37f)));
                sum += value;
                if (map) (Vector512.Load(tile.Map + i) + value * scale).Store(tile.Map + i);
            }

            total += Vector512.Sum(sum);
        }

        return total;
    }

    [MethodImpl(IPixelFormula.Loop)]
    public override double Channel(Tile tile, int label, int channel, bool slopes, bool map)
    {
        (float present, float absent) = OutcomeWeights(tile, channel);
        Vector512<float> spread = Vector512.Create((float)(LabelSmoothing / tile.Channels)), kept = Vector512.Create((float)(1 - LabelSmoothing));
        Vector512<float> ifPresent = Vector512.Create(present);
        Vector512<float> ifAbsent = Vector512.Create(absent);
        Vector512<float> scale = Vector512.Create((float)Scale);
        Vector512<float> sum = Vector512<float>.Zero;
        float* soft = tile.Soft == null ? null : tile.Soft + channel * tile.SoftStride;
        float* presentWeights = ApplyMap(tile), absentWeights = MapOnPresence ? tile.Weights : presentWeights;
        TFormula local = formula;
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            Vector512<float> y = Vector512.MultiplyAddEstimate(kept, tile.Target(label, soft, i), spread);
            Vector512<float> p = Vector512.Load(tile.Probability + i);
            Vector512<float> q = Vector512.Load(tile.Complement + i);
            var presence = new Likelihood<Lanes>(new(p), new(q), new(Vector512.Load(tile.LogProbability + i)));
            var absence = new Likelihood<Lanes>(new(q), new(p), new(Vector512.Load(tile.LogComplement + i)));
            Vector512<float> yes = Vector512.Load(presentWeights + i) * ifPresent * y;
            Vector512<float> no = Vector512.Load(absentWeights + i) * ifAbsent * (Vector512<float>.One - y);
            Vector512<float> value;
            if (slopes)
            {
                Dual<Lanes> costIfPresent = local.Invoke(presence.Differentiable());
                Dual<Lanes> costIfAbsent = local.Invoke(absence.Differentiable());
                value = yes * costIfPresent.Value.Vector + no * costIfAbsent.Value.Vector;
                (Vector512.Load(tile.Slopes + i) + yes * costIfPresent.Slope.Vector * scale).Store(tile.Slopes + i);
                (Vector512.Load(tile.AbsentSlopes + i) + no * costIfAbsent.Slope.Vector * scale).Store(tile.AbsentSlopes + i);
            }
            else
            {
                value = yes * local.Invoke(presence).Vector + no * local.Invoke(absence).Vector;
            }

            if (AddsNegativeEntropy) value += yes * LaneMath.LogOfNormal(Vector512.Max(y, Vector512.Create(1e-37f)));
            sum += value;
            if (map) (Vector512.Load(tile.Map + i) + value * scale).Store(tile.Map + i);
        }

        return Vector512.Sum(sum);
    }
}
