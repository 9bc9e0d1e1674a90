using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Losses.Kernels;

/// <summary>A pixel-wise loss as part of a kernel run: the formula with its weights and its mean.</summary>
abstract unsafe class PixelTerm
{
    /// <summary>What the term is multiplied by in a weighted sum.</summary>
    public double Factor { get; init; } = 1;

    public Reduction Reduction { get; init; }

    public MeanDenominator Denominator { get; init; }

    /// <summary>A weight a class, or null.</summary>
    public float[]? ClassWeights { get; init; }

    /// <summary>With a softmax: a weight of class 0 and one of all other classes, on top of the class weights.</summary>
    public (float First, float Others)? FirstAgainstOthers { get; init; }

    /// <summary>The share of the target that is spread evenly over the classes.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>With a sigmoid: weights of a class's presence and absence.</summary>
    public float PresentWeight { get; init; } = 1;

    /// <inheritdoc cref="PresentWeight"/>
    public float AbsentWeight { get; init; } = 1;

    /// <summary>With a sigmoid: weigh presence by the share of absence and the reverse, over what is given here.</summary>
    public Aggregate? Balance { get; init; }

    /// <summary>Divides by the sum of another formula over the same pixels, through which the gradient passes too.</summary>
    public PixelTerm? Normalizer { get; init; }

    /// <summary>Whether the scale depends on the targets class by class, so that these have to be counted.</summary>
    public bool NeedsClassCounts => Balance is not null || (HasClassWeights && Denominator == MeanDenominator.ClassWeights);

    /// <summary>What the sum over the pixels is multiplied by; set for each call.</summary>
    public double Scale { get; set; }

    /// <summary>With <see cref="Balance"/>: the weight of presence in each image; set for each call.</summary>
    public float[] Presence { get; set; } = [];

    /// <summary>Adds the term at a tile's pixels to its value, slopes and map.</summary>
    /// <returns>The sum over the pixels, not scaled.</returns>
    public abstract double Softmax(Tile tile, bool slopes, bool map);

    /// <summary>Likewise for one channel of a sigmoid.</summary>
    public abstract double Sigmoid(Tile tile, int label, int channel, bool slopes, bool map);

    /// <summary>Whether targets other than one class a pixel are asked for.</summary>
    public bool IsDense(bool softTarget) => softTarget || LabelSmoothing > 0;

    /// <summary>Whether classes weigh differently.</summary>
    public bool HasClassWeights => ClassWeights is not null || FirstAgainstOthers is not null;

    /// <summary>What a class weighs.</summary>
    public float WeightOf(int label)
    {
        float weight = ClassWeights is { } weights ? weights[label] : 1;
        return FirstAgainstOthers is { } split ? weight * (label == 0 ? split.First : split.Others) : weight;
    }

    private protected float* ApplyClassWeights(Tile tile)
    {
        if (!HasClassWeights) return tile.Weights;
        Span<float> weights = stackalloc float[Math.Min(tile.Channels, 1024)];
        for (int k = 0; k < weights.Length; k++) weights[k] = WeightOf(k);
        for (int i = 0; i < tile.Padded; i++)
        {
            int label = tile.Labels[i];
            tile.TermWeights[i] = label < 0 ? 0 : tile.Weights[i] * (label < weights.Length ? weights[label] : WeightOf(label));
        }

        return tile.TermWeights;
    }
}

/// <inheritdoc/>
sealed unsafe class PixelTerm<TFormula>(TFormula formula) : PixelTerm
    where TFormula : struct, IPixelFormula
{
    public override double Softmax(Tile tile, bool slopes, bool map) => IsDense(tile.Soft != null)
        ? EveryClass(tile, slopes, map)
        : TrueClass(tile, slopes, map);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    double TrueClass(Tile tile, bool slopes, bool map)
    {
        float* weights = ApplyClassWeights(tile);
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

    /// <summary>sum over k of y_k w_k f(p_k), for soft targets and smoothed labels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    double EveryClass(Tile tile, bool slopes, bool map)
    {
        Vector512<float> scale = Vector512.Create((float)Scale);
        Vector512<float> spread = Vector512.Create((float)(LabelSmoothing / tile.Channels));
        Vector512<float> kept = Vector512.Create((float)(1 - LabelSmoothing));
        TFormula local = formula;
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
                Vector512<float> weight = share * classWeight * Vector512.Load(tile.Weights + i);
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
                sum += value;
                if (map) (Vector512.Load(tile.Map + i) + value * scale).Store(tile.Map + i);
            }

            total += Vector512.Sum(sum);
        }

        return total;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double Sigmoid(Tile tile, int label, int channel, bool slopes, bool map)
    {
        float present = PresentWeight, absent = AbsentWeight;
        if (Balance is not null)
        {
            present = Presence[tile.Image];
            absent = 1 - present;
        }

        float classWeight = WeightOf(channel);
        Vector512<float> ifPresent = Vector512.Create(present * classWeight);
        Vector512<float> ifAbsent = Vector512.Create(absent * classWeight);
        Vector512<float> scale = Vector512.Create((float)Scale);
        Vector512<float> sum = Vector512<float>.Zero;
        float* soft = tile.Soft == null ? null : tile.Soft + channel * tile.SoftStride;
        TFormula local = formula;
        for (int i = 0; i < tile.Padded; i += Lanes.Count)
        {
            Vector512<float> weight = Vector512.Load(tile.Weights + i);
            Vector512<float> y = tile.Target(label, soft, i);
            Vector512<float> p = Vector512.Load(tile.Probability + i);
            Vector512<float> q = Vector512.Load(tile.Complement + i);
            var presence = new Likelihood<Lanes>(new(p), new(q), new(Vector512.Load(tile.LogProbability + i)));
            var absence = new Likelihood<Lanes>(new(q), new(p), new(Vector512.Load(tile.LogComplement + i)));
            Vector512<float> yes = weight * ifPresent * y;
            Vector512<float> no = weight * ifAbsent * (Vector512<float>.One - y);
            Vector512<float> value;
            if (slopes)
            {
                // d log p / dz = 1 - p and d log(1 - p) / dz = -p.
                Dual<Lanes> costIfPresent = local.Invoke(presence.Differentiable());
                Dual<Lanes> costIfAbsent = local.Invoke(absence.Differentiable());
                value = yes * costIfPresent.Value.Vector + no * costIfAbsent.Value.Vector;
                Vector512<float> slope = yes * costIfPresent.Slope.Vector * q - no * costIfAbsent.Slope.Vector * p;
                (Vector512.Load(tile.Slopes + i) + slope * scale).Store(tile.Slopes + i);
            }
            else
            {
                value = yes * local.Invoke(presence).Vector + no * local.Invoke(absence).Vector;
            }

            sum += value;
            if (map) (Vector512.Load(tile.Map + i) + value * scale).Store(tile.Map + i);
        }

        return Vector512.Sum(sum);
    }
}
