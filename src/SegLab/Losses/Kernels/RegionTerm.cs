using SegLab.Numerics;

namespace SegLab.Losses.Kernels;

/// <summary>A loss of sums over the pixels as part of a kernel run: from the sums to its value and the slopes by the sums.</summary>
/// <param name="sums">The sums, which terms of one measure share.</param>
/// <param name="factor">What the term is multiplied by in a weighted sum.</param>
abstract class RegionTerm(OverlapSums sums, double factor)
{
    public OverlapSums Sums => sums;

    /// <summary>What the term is multiplied by in a weighted sum.</summary>
    public double Factor => factor;

    /// <summary>Computes the term from the sums and adds its slopes to those of the sums.</summary>
    /// <param name="images">Images of the batch.</param>
    /// <param name="channels">Channels of the logits.</param>
    /// <param name="values">Receives what each group and class adds, when not empty.</param>
    public abstract double Resolve(int images, int channels, Span<float> values);

    /// <summary>Shows itself, with the types of its formulas, to what evaluates terms over other numbers.</summary>
    public abstract TResult Accept<TResult>(IRegionTermVisitor<TResult> visitor);
}

/// <summary>A formula of each class, then the mean over the classes, then perhaps a function of the mean.</summary>
sealed class RegionTerm<TFormula, TLink>(RegionLoss loss, OverlapSums sums, double factor, TFormula formula, TLink link) : RegionTerm(sums, factor)
    where TFormula : struct, IRegionFormula
    where TLink : struct, IMeanLink
{
    readonly ChannelSelection selection = loss.Channels;
    readonly float[]? classWeights = loss.ClassWeights?.Values;
    readonly TFormula foreground = formula, background = formula;

    /// <summary>Where the options of every region loss come from.</summary>
    public RegionLoss Loss => loss;

    /// <summary>Whether channel 0 has a formula of its own.</summary>
    public bool HasBackground { get; private init; }

    /// <summary>The formula of channel 0.</summary>
    public TFormula Background
    {
        get => background;
        init => (background, HasBackground) = (value, true);
    }

    /// <summary>The formula of all channels, or of all but channel 0.</summary>
    public TFormula Foreground => foreground;

    /// <summary>What is made of the mean over the classes.</summary>
    public TLink Link => link;

    public override TResult Accept<TResult>(IRegionTermVisitor<TResult> visitor) => visitor.Visit(this);

    public override double Resolve(int images, int channels, Span<float> values)
    {
        int groups = loss.Aggregate == Aggregate.Batch ? 1 : images;
        double scale = Scale(groups, images, channels);
        double mean = Round(groups, images, channels, scale, values, differentiate: false);
        Dual<Real64> linked = link.Invoke(Dual<Real64>.Variable(new(mean)));
        Round(groups, images, channels, Factor * linked.Slope.Value * scale, default, differentiate: true);
        foreach (ref float value in values) value *= (float)Factor;
        return Factor * linked.Value.Value;
    }

    // What the values of classes are multiplied by: which classes count must be known first.
    double Scale(int groups, int images, int channels)
    {
        if (loss.Reduction != Reduction.Mean) return 1;
        double counted = 0;
        for (int group = 0; group < groups; group++)
        {
            int position = 0;
            for (int k = 0; k < channels; k++)
            {
                if (!selection.Has(k, channels)) continue;
                double weight = loss.NormalizeClassWeights && classWeights is { } weights ? weights[position] : 1;
                position++;
                if (loss.AbsentClass != AbsentClass.Skip || SumsOf(group, k, images, channels).Target.Value != 0) counted += weight;
            }
        }

        return counted == 0 ? 0 : 1 / counted;
    }

    double Round(int groups, int images, int channels, double scale, Span<float> values, bool differentiate)
    {
        double total = 0;
        int index = 0;
        for (int group = 0; group < groups; group++)
        {
            int position = 0;
            for (int k = 0; k < channels; k++)
            {
                if (!selection.Has(k, channels)) continue;
                double weight = scale * (classWeights is { } weights ? weights[position] : 1);
                position++;
                Overlap<Real64> overlap = SumsOf(group, k, images, channels);
                bool absent = overlap.Target.Value == 0 && loss.AbsentClass != AbsentClass.Include;
                double value = absent ? 0 : weight * (k == 0 ? background : foreground).Invoke(overlap).Value;
                total += value;
                if (!values.IsEmpty) values[index++] += (float)value;
                if (differentiate && !absent) Differentiate(overlap, weight, group, groups, k, images, channels);
            }
        }

        return total;
    }

    void Differentiate(Overlap<Real64> at, double weight, int group, int groups, int channel, int images, int channels)
    {
        TFormula local = channel == 0 ? background : foreground;
        double byIntersection = weight * Slope(local, Dual<Real64>.Variable(at.Intersection), Fixed(at.Predicted), Fixed(at.Target), Fixed(at.Pixels));
        double byPredicted = weight * Slope(local, Fixed(at.Intersection), Dual<Real64>.Variable(at.Predicted), Fixed(at.Target), Fixed(at.Pixels));
        double byTarget = weight * Slope(local, Fixed(at.Intersection), Fixed(at.Predicted), Dual<Real64>.Variable(at.Target), Fixed(at.Pixels));
        for (int image = groups == 1 ? 0 : group; image <= (groups == 1 ? images - 1 : group); image++)
        {
            Span<double> destination = Sums.SlopesOf(image, channel, channels);
            destination[0] += byIntersection;
            destination[1] += byPredicted;
            destination[2] += byTarget;
        }

        static Dual<Real64> Fixed(Real64 value) => Dual<Real64>.Fixed(value);
    }

    static double Slope(TFormula formula, Dual<Real64> intersection, Dual<Real64> predicted, Dual<Real64> target, Dual<Real64> pixels) =>
        formula.Invoke(new Overlap<Dual<Real64>>(intersection, predicted, target, pixels)).Slope.Value;

    Overlap<Real64> SumsOf(int group, int channel, int images, int channels)
    {
        bool batch = loss.Aggregate == Aggregate.Batch;
        double intersection = 0, predicted = 0, target = 0, pixels = 0;
        for (int image = batch ? 0 : group; image <= (batch ? images - 1 : group); image++)
        {
            ReadOnlySpan<double> sums = Sums.SumsOf(image, channel, channels);
            intersection += sums[0];
            predicted += sums[1];
            target += sums[2];
            pixels += Sums.Pixels[image];
        }

        return new(new(intersection), new(predicted), new(target), new(pixels));
    }
}
