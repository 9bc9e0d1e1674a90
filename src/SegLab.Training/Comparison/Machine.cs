using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SegLab.Training.Comparison;

/// <summary>Names the machine for a report.</summary>
static class Machine
{
    /// <summary>For example <c>AMD EPYC 9B14, 512-bit vectors, 2 threads</c>.</summary>
    public static string Describe(int threads)
    {
        int bits = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
        return $"{Processor()}, {bits}-bit vectors, {threads} {(threads == 1 ? "thread" : "threads")}";
    }

    static string Processor()
    {
        const string Linux = "/proc/cpuinfo";
        string? name = File.Exists(Linux)
            ? File.ReadLines(Linux).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[^1]
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        return string.IsNullOrWhiteSpace(name) ? RuntimeInformation.ProcessArchitecture.ToString() : name.Trim();
    }
}
