using System.Globalization;

namespace SegLab.Bench;

/// <summary>The peers of one loss, in the Python process that has them.</summary>
sealed class PeerTurns
{
    /// <summary>So many turns all take. Who then has had so many seconds, or is so many times slower than the fastest, takes no more.</summary>
    const int LeastTurns = 2, MostSeconds = 4, Hopeless = 3;

    readonly TorchProcess torch;

    public PeerTurns(TorchProcess torch, string family)
    {
        this.torch = torch;
        string[] names = torch.Ask($"open\t{family}").Split('\t');
        Peers = [.. names.Where(name => !name.StartsWith('-')).Select(name => new Timing(name))];
        Missing = [.. names.Where(name => name.StartsWith('-')).Select(name => name[1..])];
    }

    public IReadOnlyList<Timing> Peers { get; }

    /// <summary>Those that cannot be used, and why.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>Lets each have its turn.</summary>
    public void Take(int round)
    {
        for (int i = 0; i < Peers.Count; i++)
        {
            Timing peer = Peers[i];
            bool slow = round >= LeastTurns && (peer.Sum > 1000 * MostSeconds || peer.Best > Hopeless * Peers.Min()!.Best);
            if (slow) continue;
            string[] answer = torch.Ask($"run\t{i}").Split('\t');
            peer.Add(double.Parse(answer[0], CultureInfo.InvariantCulture));
            peer.Value = double.Parse(answer[1], CultureInfo.InvariantCulture);
        }
    }
}
