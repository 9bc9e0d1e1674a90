using SegLab.Boxes;
using SegLab.Tests.Reference;

namespace SegLab.Tests.Boxes;

/// <summary>Values and gradients of a million random pairs against the formulas written down a second time, and central differences of these.</summary>
public sealed class BoxGradientTests
{
    const double Step = 1e-5;

    public static TheoryData<string> Specs() =>
    [
        .. BoxLossCatalog.All.Select(entry => entry.Name),
        "iou(form=log)",
        "iou(power=2.5)",
        "alpha_giou",
        "diou(detach_diagonal=true)",
        "diou(power=1.5)",
        "ciou(detach_alpha=false)",
        "ciou(aspect_from=0.5, detach_diagonal=true)",
        "alpha_ciou",
        "eiou(power=3)",
        "eiou(detach_diagonal=true)",
        "focal_eiou(detach_diagonal=true)",
        "siou(theta=2.5)",
        "wiou_v1",
        "wiou(version=2, mean_iou_loss=0.7)",
        "mpdiou(image_width=20, image_height=15)",
        "smooth_l1(beta=0.25)",
        "balanced_l1(beta=0.5, alpha=0.8)",
        "l1",
    ];

    [Theory]
    [MemberData(nameof(Specs))]
    public void Agree_with_the_formula_and_its_central_differences(string spec)
    {
        BoxLoss loss = BoxLoss.Parse(spec);

        // The runs with some instructions switched off repeat what this one has shown, and may take a thousand times as long.
        bool repeats = Environment.GetEnvironmentVariable("SEGLAB_EXPECTED_VECTOR_BITS") is not null;
        int pairs = repeats ? 5_000 : BoxLossCatalog.Find(spec) is null ? 100_000 : 1_000_000;
        (double[] predictions, double[] targets) = BoxSamples.Pairs(pairs, seed: 5);
        double[] values = new double[pairs], gradient = new double[4 * pairs];
        loss.EvaluateEach(predictions, targets, values, gradient);

        int leftOut = 0;
        var wrong = new System.Collections.Concurrent.ConcurrentQueue<string>();
        Parallel.For(0, pairs, i =>
        {
            Box p = Box.At(predictions, i), t = Box.At(targets, i);
            double expected = BoxReference.Cost(loss, p, t, p);
            if (!(Math.Abs(values[i] - expected) <= 1e-12 * Math.Max(1, Math.Abs(expected)))) wrong.Enqueue($"{p} for {t} costs {values[i]:R}, expected {expected:R}");
            if (HasKinkNear(loss, p, t))
            {
                Interlocked.Increment(ref leftOut);
                return;
            }

            double largest = 1;
            for (int side = 0; side < 4; side++) largest = Math.Max(largest, Math.Abs(gradient[4 * i + side]));
            for (int side = 0; side < 4; side++)
            {
                double slope = (BoxReference.Cost(loss, p.Moved(side, Step), t, p) - BoxReference.Cost(loss, p.Moved(side, -Step), t, p)) / (2 * Step);
                if (!(Math.Abs(slope - gradient[4 * i + side]) <= 1e-7 * largest))
                    wrong.Enqueue($"{p} for {t} has a slope of {gradient[4 * i + side]:R} by side {side}, differences give {slope:R}");
            }
        });

        Assert.True(wrong.IsEmpty, $"{wrong.Count} numbers of {spec}, such as: {string.Join('\n', wrong.Take(3))}");
        Assert.InRange(leftOut, 0, pairs / 10);
    }

    /// <summary>Where a step may cross a kink, or come so near to a pole that differences tell nothing.</summary>
    static bool HasKinkNear(BoxLoss loss, in Box p, in Box t)
    {
        if (loss is SmoothL1Loss or BalancedL1Loss)
        {
            double beta = loss is SmoothL1Loss smooth ? smooth.Beta : ((BalancedL1Loss)loss).Beta;
            foreach (double difference in new[] { p.X1 - t.X1, p.Y1 - t.Y1, p.X2 - t.X2, p.Y2 - t.Y2 })
                if (Near(difference) || Near(Math.Abs(difference) - beta)) return true;
            return false;
        }

        double iou = BoxReference.IoU(p, t);
        bool sidesTie = Near(p.X1 - t.X1) || Near(p.X2 - t.X2) || Near(p.Y1 - t.Y1) || Near(p.Y2 - t.Y2);
        bool touch = Near(p.X1 - t.X2) || Near(p.X2 - t.X1) || Near(p.Y1 - t.Y2) || Near(p.Y2 - t.Y1);
        return sidesTie || touch || loss switch
        {
            IoULoss { Form: IoUForm.Log } => iou is > 0 and < 0.05, // 1 / IoU
            CompleteIoULoss { AspectFrom: > 0 and var from } => Math.Abs(iou - from) < 1e-4,
            ScyllaIoULoss => Near(p.X1 + p.X2 - t.X1 - t.X2) || Near(p.Y1 + p.Y2 - t.Y1 - t.Y2) || BoxReference.CenterDistanceSquared(p, t) < 1e-4
                || Near(p.Width - t.Width) || Near(p.Height - t.Height), // the angle at coinciding centers, |w - W|
            PenalizedIoULoss { Power: > 1 and < 3 } => iou is > 0 and < 0.05, // the second derivative of IoU^power
            _ => false,
        };

        static bool Near(double difference) => Math.Abs(difference) < 4 * Step;
    }
}
