using SegLab.Numerics;

namespace SegLab.Losses.Kernels;

/// <summary>A region loss as part of a kernel run: from the sums of its classes to its value and the slopes by the sums.</summary>
abstract class RegionTerm
{
    /// <summary>What the term is multiplied by in a weighted sum.</summary>
    public double Factor { get; init; } = 1;

    public required OverlapSums Sums { get; init; }

    public Reduction Reduction { get; init; }

    public Aggregate Aggregate { get; init; }

    public AbsentClass AbsentClass { get; init; }

    public float[]? ClassWeights { get; init; }

    /// <summary>Whether the mean divides by the sum of the class weights and not by their number.</summary>
    public bool NormalizeClassWeights { get; init; }

    /// <summary>The channels that take part, or null for all.</summary>
    public int[]? Classes { get; init; }

    /// <summary>Whether channel 0 takes part when there are others.</summary>
    public bool IncludeBackground { get; init; } = true;

    /// <summary>The value and the partial slopes of one class.</summary>
    private protected abstract double Evaluate(double intersection, double predicted, double target, Span<double> slopes);

    /// <summary>The channels that take part, out of <paramref name="channels"/>.</summary>
    public bool Uses(int channel, int channels) =>
        Classes is { } classes ? Array.IndexOf(classes, channel) >= 0 : IncludeBackground || channel > 0 || channels == 1;

    /// <summary>How many channels take part, out of <paramref name="channels"/>.</summary>
    public int Used(int channels) => Classes?.Length ?? (IncludeBackground || channels == 1 ? channels : channels - 1);

    /// <summary>Computes the term from the sums and adds its slopes to those of the sums.</summary>
    /// <param name="images">Images of the batch.</param>
    /// <param name="channels">Channels of the logits.</param>
    /// <param name="values">Receives what each image (or the batch) and class adds, when not empty.</param>
    public double Resolve(int images, int channels, Span<float> values)
    {
        int groups = Aggregate == Aggregate.Batch ? 1 : images;
        int used = Used(channels);
        Span<double> sums = stackalloc double[OverlapSums.Width];
        Span<double> slopes = stackalloc double[OverlapSums.Width];

        // Two rounds: what a class counts for depends on which classes count.
        double counted = 0, classWeights = 0;
        for (int group = 0; group < groups; group++)
        {
            int position = 0;
            for (int k = 0; k < channels; k++)
            {
                if (!Uses(k, channels)) continue;
                double weight = Weight(position++);
                if (AbsentClass == AbsentClass.Skip && SumsOf(group, k, images, channels, sums)[2] == 0) continue;
                counted++;
                classWeights += weight;
            }
        }

        double scale = Factor * (Reduction, NormalizeClassWeights && ClassWeights is not null) switch
        {
            (Reduction.Mean, false) => counted == 0 ? 0 : 1 / counted,
            (Reduction.Mean, true) => classWeights == 0 ? 0 : 1 / classWeights,
            _ => 1,
        };

        double total = 0;
        for (int group = 0; group < groups; group++)
        {
            int position = 0;
            for (int k = 0; k < channels; k++)
            {
                if (!Uses(k, channels)) continue;
                double weight = scale * Weight(position);
                SumsOf(group, k, images, channels, sums);
                bool absent = sums[2] == 0 && AbsentClass != AbsentClass.Include;
                double value = absent ? 0 : weight * Evaluate(sums[0], sums[1], sums[2], slopes);
                total += value;
                if (!values.IsEmpty) values[group * used + position] += (float)value;
                position++;
                if (absent) continue;

                int first = groups == 1 ? 0 : group, last = groups == 1 ? images - 1 : group;
                for (int image = first; image <= last; image++)
                {
                    Span<double> destination = Sums.Slopes.AsSpan((image * channels + k) * OverlapSums.Width, OverlapSums.Width);
                    for (int j = 0; j < OverlapSums.Width; j++) destination[j] += weight * slopes[j];
                }
            }
        }

        return total;
    }

    // Weights are for the channels that take part, in their order.
    double Weight(int position) => ClassWeights is { } weights ? weights[position] : 1;

    Span<double> SumsOf(int group, int channel, int images, int channels, Span<double> sums)
    {
        sums.Clear();
        bool batch = Aggregate == Aggregate.Batch;
        for (int image = batch ? 0 : group; image <= (batch ? images - 1 : group); image++)
        {
            ReadOnlySpan<double> source = Sums.Sums.AsSpan((image * channels + channel) * OverlapSums.Width, OverlapSums.Width);
            for (int j = 0; j < OverlapSums.Width; j++) sums[j] += source[j];
        }

        return sums;
    }
}

/// <inheritdoc/>
sealed class RegionTerm<TFormula>(TFormula formula) : RegionTerm
    where TFormula : struct, IRegionFormula
{
    private protected override double Evaluate(double intersection, double predicted, double target, Span<double> slopes)
    {
        Real64 i = new(intersection), p = new(predicted), y = new(target);
        Dual<Real64> byIntersection = formula.Invoke(new Overlap<Dual<Real64>>(Dual<Real64>.Variable(i), Dual<Real64>.Fixed(p), Dual<Real64>.Fixed(y)));
        Dual<Real64> byPredicted = formula.Invoke(new Overlap<Dual<Real64>>(Dual<Real64>.Fixed(i), Dual<Real64>.Variable(p), Dual<Real64>.Fixed(y)));
        Dual<Real64> byTarget = formula.Invoke(new Overlap<Dual<Real64>>(Dual<Real64>.Fixed(i), Dual<Real64>.Fixed(p), Dual<Real64>.Variable(y)));
        slopes[0] = byIntersection.Slope.Value;
        slopes[1] = byPredicted.Slope.Value;
        slopes[2] = byTarget.Slope.Value;
        return byIntersection.Value.Value;
    }
}
