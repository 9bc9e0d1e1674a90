using System.Diagnostics;
using SegLab.Boxes;

namespace SegLab.Bench;

/// <summary>
/// Box losses with their gradients, matrices of similarities and suppression against torchvision and plain PyTorch operators: all take turns in one run.
/// </summary>
static class BoxBench
{
    const int Rounds = 9, Pairs = 1_000_000, Detections = 10_000, Rows = 2000, Classes = 80;

    static readonly (string Spec, string Family)[] losses =
    [
        ("iou", "iou"), ("giou", "giou"), ("diou", "diou"), ("ciou", "ciou"), ("eiou", "eiou"), ("focal_eiou", "focal_eiou"), ("siou", "siou"),
        ("alpha_ciou", "alpha_ciou"), ("wiou", "wiou"), ("mpdiou", "mpdiou"), ("smooth_l1", "smooth_l1"), ("balanced_l1", "balanced_l1"),
    ];

    public static void Run(string[] args)
    {
        int threads = args.Length > 0 ? int.Parse(args[0]) : Environment.ProcessorCount;
        using TorchProcess? torch = TorchProcess.Start("boxes.py", $"{threads}");
        string peersRun = torch is null ? "no PyTorch was found" : $"peers under PyTorch {torch.Version}";
        Console.WriteLine($"{threads} threads, best of up to {Rounds} rounds, ms; {peersRun}.");
        Console.WriteLine($"Value and gradient of {Pairs:N0} pairs of boxes, float32; in double ours alone.");
        Header();
        PairsOfBoxes boxes = new(Pairs);
        if (torch is not null) boxes.Send(torch);
        foreach ((string spec, string family) in losses)
        {
            BoxLoss loss = BoxLoss.Parse(spec);
            Timing real64 = new("double");
            Measure(spec, torch, family, () => boxes.Evaluate(loss, threads), () => real64.Add(Time(() => boxes.EvaluateDouble(loss, threads))));
            Console.WriteLine($"   double {real64.Best,7:F2}");
        }

        foreach (bool clustered in new[] { false, true })
        {
            Console.WriteLine($"Suppression of {Detections:N0} boxes at an IoU of 0.5, one thread: {(clustered ? "clusters of a hundred" : "random places")}; value is how many stay.");
            Header();
            ScoredDetections detections = new(Detections, Classes, clustered);
            if (torch is not null) detections.Send(torch);
            Line("nms", "nms", new());
            Line("nms by class (80)", "batched_nms", new(), byClass: true);
            Line("nms by DIoU", null, new() { Similarity = BoxSimilarity.DistanceIoU });
            Line("soft-NMS, linear", null, new() { Method = SuppressionMethod.Linear });
            Line("soft-NMS, Gaussian", null, new() { Method = SuppressionMethod.Gaussian });
            if (clustered) continue;
            Console.WriteLine($"Matrices of {Rows:N0} x {Detections:N0}; value is the sum of the first row.");
            Header();
            foreach (BoxSimilarity similarity in Enum.GetValues<BoxSimilarity>())
            {
                BoxOverlap overlap = new() { Similarity = similarity };
                string family = $"{similarity switch { BoxSimilarity.IoU => "", BoxSimilarity.GeneralizedIoU => "g", BoxSimilarity.DistanceIoU => "d", _ => "c" }}iou_matrix";
                Measure(family, torch, family, () => detections.Matrix(overlap, Rows, threads));
                Console.WriteLine();
            }

            void Line(string name, string? family, NonMaximumSuppression suppression, bool byClass = false)
            {
                Measure(name, torch, family, () => detections.Select(suppression, byClass));
                Console.WriteLine();
            }
        }
    }

    static void Header() => Console.WriteLine($"{"",-22}{"ms",9}  {"peer",-36}{"ms",9}{"ratio",8}   values");

    static void Measure(string name, TorchProcess? torch, string? family, Func<double> work, Action? also = null)
    {
        Timing ours = new("SegLab");
        PeerTurns? turns = family is null || torch is null ? null : new PeerTurns(torch, family);
        // The runtime recompiles what it finds hot for about a second.
        for (long begin = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begin).TotalSeconds < 1.5;)
        {
            work();
            also?.Invoke();
        }

        for (int round = 0; round < Rounds; round++)
        {
            Thread.Sleep(20);
            ours.Add(Time(() => ours.Value = work()));
            also?.Invoke();
            turns?.Take(round);
        }

        Console.Write($"{name,-22}{ours.Best,9:F2}");
        if (turns?.Peers.Min() is { } peer) Console.Write($"  {peer.Name,-36}{peer.Best,9:F1}{peer.Best / ours.Best,8:F1}   {ours.Value:G6}, {peer.Value:G6}");
        else Console.Write($"  {"",-36}{"",9}{"",8}   {ours.Value:G6}");
    }

    static double Time(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
