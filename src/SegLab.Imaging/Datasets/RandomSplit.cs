using System.Text;
using SegLab.Numerics;

namespace SegLab.Imaging.Datasets;

/// <summary>Chooses the samples to validate on by their names and a seed.</summary>
static class RandomSplit
{
    /// <summary>Divides names, of which there must be two or more, so that neither side is empty.</summary>
    /// <returns>The names to validate on.</returns>
    /// <remarks>
    /// Each name draws its number from a stream of its own. So the choice depends on no order, and it hardly changes when names are added.
    /// </remarks>
    public static HashSet<string> Choose(IReadOnlyCollection<string> names, double fraction, ulong seed)
    {
        int count = Math.Clamp((int)Math.Round(names.Count * fraction), 1, names.Count - 1);
        IEnumerable<string> drawn = names
            .OrderBy(name => new RandomStream(seed, Hash(name)).NextUInt64())
            .ThenBy(name => name, StringComparer.Ordinal);
        return [.. drawn.Take(count)];
    }

    // FNV-1a, because string.GetHashCode differs from run to run.
    static ulong Hash(string name)
    {
        ulong hash = 14695981039346656037;
        foreach (byte value in Encoding.UTF8.GetBytes(name)) hash = (hash ^ value) * 1099511628211;
        return hash;
    }
}
