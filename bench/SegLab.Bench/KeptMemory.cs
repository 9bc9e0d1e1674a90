using System.Diagnostics;

namespace SegLab.Bench;

/// <summary>
/// Lets a Python process keep the memory that it frees. By default glibc gives every large buffer back to the system, and a peer then spends most of
/// its time on page faults: PyTorch's cross-entropy of 22 M logits took ten times as long. What is compared is arithmetic.
/// </summary>
static class KeptMemory
{
    public static ProcessStartInfo In(ProcessStartInfo start)
    {
        start.Environment["MALLOC_MMAP_MAX_"] = "0";
        start.Environment["MALLOC_TRIM_THRESHOLD_"] = (1L << 34).ToString();
        return start;
    }
}
