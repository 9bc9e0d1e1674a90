using System.Globalization;
using SegLab.Numerics;

namespace SegLab.Boxes;

/// <summary>Judges what is said of box losses. Every verdict follows from the figures it comes with.</summary>
public static class RegressionClaims
{
    const int Pairs = 100_000;

    /// <summary>A loss is faster when its error is the smaller one at this share of the steps and at the end. It is not when that is so at fewer than half, and not at the end.</summary>
    const double Mostly = 0.9;

    static readonly (string Faster, string Slower, string Claim)[] races =
    [
        ("giou", "iou", "GIoU converges faster than IoU"),
        ("diou", "giou", "DIoU converges faster than GIoU"),
        ("ciou", "diou", "CIoU converges faster than DIoU"),
        ("eiou", "ciou", "EIoU converges faster than CIoU"),
        ("siou", "ciou", "SIoU converges faster than CIoU"),
        ("wiou(version=1)", "ciou", "WIoU converges faster than CIoU"),
    ];

    /// <summary>The claims that simulations bear on: one race for each pair of losses under the same settings.</summary>
    public static IReadOnlyList<RegressionClaim> Of(IReadOnlyList<RegressionResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        return [.. from race in races from faster in results from slower in results where IsRace(race, faster, slower) select Judge(race.Claim, faster, slower)];
    }

    /// <summary>The claims about single pairs of boxes, judged on random ones: what nested boxes make of GIoU, and boxes apart of IoU.</summary>
    public static IReadOnlyList<RegressionClaim> OfPairs() => [NestedGIoU(), DistantIoU(), DistantGIoU(), NestedDIoU()];

    static bool IsRace((string Faster, string Slower, string Claim) race, RegressionResult faster, RegressionResult slower) =>
        faster.Loss == race.Faster && slower.Loss == race.Slower && faster.Mode == slower.Mode && faster.Numbers == slower.Numbers && faster.Cases == slower.Cases;

    static RegressionClaim Judge(string claim, RegressionResult faster, RegressionResult slower)
    {
        bool[] ahead = [.. Enumerable.Range(1, RegressionProtocol.Steps).Select(step => faster.ErrorSums[step] < slower.ErrorSums[step])];
        double share = ahead.Count(isAhead => isAhead) / (double)ahead.Length;
        bool endsAhead = faster.ErrorSums[^1] < slower.ErrorSums[^1];
        ClaimVerdict verdict = share >= Mostly && endsAhead ? ClaimVerdict.Holds : share < 0.5 && !endsAhead ? ClaimVerdict.Fails : ClaimVerdict.HoldsInPart;
        return new RegressionClaim(claim, Setting(faster), verdict,
            Text($"mean error {faster.MeanError(50):F3} against {slower.MeanError(50):F3} after 50 steps, {faster.MeanFinalError:F4} against {slower.MeanFinalError:F4} at the end; smaller at {StepsText(ahead)}"));
    }

    static string StepsText(bool[] ahead)
    {
        var runs = new List<string>();
        for (int first = 0; first < ahead.Length; first++)
        {
            if (!ahead[first]) continue;
            int last = first;
            while (last + 1 < ahead.Length && ahead[last + 1]) last++;
            runs.Add(first == last ? $"{first + 1}" : $"{first + 1} to {last + 1}");
            first = last;
        }

        return runs.Count == 0 ? "no step" : runs.Count <= 4 ? $"steps {string.Join(", ", runs)}" : $"{ahead.Count(isAhead => isAhead)} of {ahead.Length} steps";
    }

    /// <summary>Which way boxes moved, on which numbers, in words.</summary>
    public static string Setting(RegressionResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        string mode = result.Mode switch
        {
            RegressionMode.Exact => "exact gradient",
            RegressionMode.ConstantDiagonal => "c² held constant",
            _ => "published directions",
        };
        return result.Numbers == RegressionNumbers.Corners ? mode + ", by corners" : mode;
    }

    static RegressionClaim NestedGIoU()
    {
        (double value, double gradient) = LargestDifference(new GeneralizedIoULoss(), new IoULoss(), nested: true);
        return new("GIoU becomes IoU when one box contains the other", "random nested pairs", value < 1e-9 && gradient < 1e-9 ? ClaimVerdict.Holds : ClaimVerdict.Fails,
            Text($"the losses of {Pairs:N0} pairs differ by {value:G2} at most, the gradients by {gradient:G2}"));
    }

    static RegressionClaim NestedDIoU()
    {
        (_, double gradient) = LargestDifference(new DistanceIoULoss(), new IoULoss(), nested: true);
        return new("DIoU still moves a box that is inside of its target, or around it", "random nested pairs", gradient > 1e-3 ? ClaimVerdict.Holds : ClaimVerdict.Fails,
            Text($"its gradient differs from IoU's, which has no part along x and y there, by up to {gradient:G3}"));
    }

    static RegressionClaim DistantIoU()
    {
        double largest = LargestGradient(new IoULoss());
        return new("IoU does not move boxes that are apart from their target", "random distant pairs", largest == 0 ? ClaimVerdict.Holds : ClaimVerdict.Fails,
            Text($"the largest slope of {Pairs:N0} pairs is {largest:G2}"));
    }

    static RegressionClaim DistantGIoU()
    {
        double largest = LargestGradient(new GeneralizedIoULoss());
        return new("GIoU moves boxes that are apart from their target", "random distant pairs", largest > 0 ? ClaimVerdict.Holds : ClaimVerdict.Fails, Text($"the largest slope is {largest:G3}"));
    }

    static (double Value, double Gradient) LargestDifference(BoxLoss first, BoxLoss second, bool nested)
    {
        (double[] predictions, double[] targets) = RandomPairs(nested);
        (double[] values, double[] gradient) = Evaluate(first, predictions, targets);
        (double[] otherValues, double[] otherGradient) = Evaluate(second, predictions, targets);
        return (Largest(values, otherValues), Largest(gradient, otherGradient));

        static double Largest(double[] here, double[] there) => here.Zip(there, (a, b) => Math.Abs(a - b)).Max();
    }

    static double LargestGradient(BoxLoss loss)
    {
        (double[] predictions, double[] targets) = RandomPairs(nested: false);
        return Evaluate(loss, predictions, targets).Gradient.Max(Math.Abs);
    }

    static (double[] Values, double[] Gradient) Evaluate(BoxLoss loss, double[] predictions, double[] targets)
    {
        double[] values = new double[Pairs], gradient = new double[4 * Pairs];
        loss.EvaluateEach(predictions, targets, values, gradient);
        return (values, gradient);
    }

    /// <summary>Pairs of which one box lies in the other, by turns; or that are apart.</summary>
    static (double[] Predictions, double[] Targets) RandomPairs(bool nested)
    {
        var random = new MersenneTwister(1);
        double[] inner = new double[4 * Pairs], outer = new double[4 * Pairs];
        for (int i = 0; i < Pairs; i++)
        {
            for (int axis = 0; axis < 2; axis++)
            {
                double low = random.NextDouble(), high = low + 0.1 + random.NextDouble();
                (outer[4 * i + axis], outer[4 * i + axis + 2]) = (low, high);
                double from = nested ? low + 0.4 * (high - low) * (0.01 + 0.98 * random.NextDouble()) : high + 0.01 + random.NextDouble();
                double to = nested ? high - 0.4 * (high - low) * (0.01 + 0.98 * random.NextDouble()) : from + 0.1 + random.NextDouble();
                (inner[4 * i + axis], inner[4 * i + axis + 2]) = (from, to);
            }

            if (i % 2 == 0) continue;
            for (int j = 4 * i; j < 4 * i + 4; j++) (inner[j], outer[j]) = (outer[j], inner[j]);
        }

        return (inner, outer);
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
