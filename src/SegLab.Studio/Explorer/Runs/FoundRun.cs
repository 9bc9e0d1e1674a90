using System.Security.Cryptography;
using System.Text;

namespace SegLab.Studio.Explorer.Runs;

/// <summary>A result that was found.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Path">The file, or the folder of a comparison.</param>
/// <param name="Name">What people call it: where it lies in the folder that is shown.</param>
sealed record FoundRun(RunKind Kind, string Path, string Name)
{
    const int IdLength = 12;

    /// <summary>What addresses call it; it says nothing about where it lies.</summary>
    public string Id { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Name)))[..IdLength];
}
