using System.Diagnostics;
using SegLab.Losses;

namespace SegLab.Bench;

/// <summary>
/// Value and gradient of losses against a copy of the same bytes, and against the losses of PyTorch's libraries where a Python with torch
/// is found: all take turns, so that they meet the same machine.
/// </summary>
static class LossBench
{
    const int Rounds = 9;

    public static void Run(string[] args)
    {
        int threads = args.Length > 0 ? int.Parse(args[0]) : Environment.ProcessorCount;
        string[] names = args.Length > 1 ? args[1..] : [];
        using TorchProcess? torch = TorchProcess.Start("losses.py", $"{threads}");
        string peersRun = torch is null ? "no PyTorch was found" : $"peers under PyTorch {torch.Version}";
        Console.WriteLine($"Value and gradient, {threads} threads, best of up to {Rounds} rounds, ms; {peersRun}.");
        Console.WriteLine("Logits 4 x 21 x 512 x 512; (1) 84 x 1 x 512 x 512; (2) 8 x 1 x 512 x 512; (3) 8 x 2 x 512 x 512. Distances are transformed anew in each call.");
        Console.WriteLine($"{"loss",-38}{"ms",9}{"x copy",8}{"bytes",7}  {"fastest peer",-36}{"ms",9}{"ratio",8}   values");
        var ratios = new List<(double Ratio, string Loss)>();
        LossInput? input = null;
        foreach (LossPeers peers in LossPeers.Named(names))
        {
            SegmentationLoss loss;
            try
            {
                loss = SegmentationLoss.Parse(peers.Spec);
            }
            catch (FormatException missing)
            {
                Console.WriteLine($"{Short(peers.Spec),-38} not there yet: {Short(missing.Message, 120)}");
                continue;
            }

            if (input?.Kind != peers.Input)
            {
                input?.Dispose();
                input = new LossInput(peers.Input);
                if (torch is not null) input.Send(torch);
            }

            if (Measure(loss, peers, input, torch, threads, names.Length > 0) is { } ratio) ratios.Add((ratio, peers.Spec));
        }

        input?.Dispose();
        if (ratios.Count == 0) return;
        ratios.Sort();
        double median = (ratios[(ratios.Count - 1) / 2].Ratio + ratios[ratios.Count / 2].Ratio) / 2;
        Console.WriteLine($"Least ratio {ratios[0].Ratio:F1} ({Short(ratios[0].Loss)}), median {median:F1} over {ratios.Count} losses.");
    }

    /// <returns>How many times longer the fastest peer takes; null when there is none.</returns>
    static double? Measure(SegmentationLoss loss, LossPeers peers, LossInput input, TorchProcess? torch, int threads, bool showAll)
    {
        StreamingCopy copy = input.CreateCopy(threads);
        var ours = new Timing("SegLab");
        var copies = new Timing("copy");
        PeerTurns? turns = peers.Family is null || torch is null ? null : new PeerTurns(torch, peers.Family);
        // The runtime recompiles what it finds hot for about a second.
        for (long begin = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begin).TotalSeconds < 1.5;) input.Evaluate(loss, threads);
        long allocated = 0;
        for (int round = 0; round < Rounds; round++)
        {
            Thread.Sleep(20);
            copies.Add(Time(copy.Copy));
            long before = GC.GetTotalAllocatedBytes(precise: true), start = Stopwatch.GetTimestamp();
            ours.Value = input.Evaluate(loss, threads);
            ours.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            allocated = Math.Max(allocated, GC.GetTotalAllocatedBytes(precise: true) - before);
            turns?.Take(round);
        }

        string name = Short(peers.Spec, 33) + peers.Input switch { InputKind.Binary => " (1)", InputKind.FewBinary => " (2)", InputKind.TwoClasses => " (3)", _ => "" };
        Console.Write($"{name,-38}{ours.Best,9:F2}{ours.Best / copies.Best,8:F2}{allocated,7}");
        Timing? fastest = turns?.Peers.Min();
        Console.WriteLine(fastest is null ? "" : $"{Row(fastest)}   {ours.Value:G6}, {fastest.Value:G6}");
        if (showAll && turns is not null)
        {
            foreach (Timing peer in turns.Peers.Order().Skip(1)) Console.WriteLine($"{"",62}{Row(peer)}   {peer.Value:G6}");
            foreach (string missing in turns.Missing) Console.WriteLine($"{"",62}  {Short(missing, 100)}");
        }

        return fastest?.Best / ours.Best;

        string Row(Timing peer) => $"  {Short(peer.Name, 35),-36}{peer.Best,9:F1}{peer.Best / ours.Best,8:F1}";
    }

    static double Time(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    static string Short(string text, int most = 37) => text.Length <= most ? text : string.Concat(text.AsSpan(0, most - 3), "...");
}
