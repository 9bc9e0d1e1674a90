using System.Diagnostics;

namespace SegLab.Bench;

/// <summary>
/// Lets a Python process keep the memory that it frees. By default glibc gives every large buffer back to the system, and a peer then spends most of
/// its time on page faults: PyTorch's cross-entropy of 22 M logits took ten times as long. What is compared is arithmetic.
/// </summary>
static class KeptMemory
{
    /// <summary>The environment variable that, set to 1, leaves the allocator as it is installed.</summary>
    public const string Switch = "SEGLAB_PEERS_AS_INSTALLED";

    public static ProcessStartInfo In(ProcessStartInfo start)
    {
        if (Environment.GetEnvironmentVariable(Switch) == "1") return start;
        start.Environment["MALLOC_MMAP_MAX_"] = "0";
        start.Environment["MALLOC_TRIM_THRESHOLD_"] = (1L << 34).ToString();
        return start;
    }
}
