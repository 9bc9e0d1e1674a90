namespace SegLab.Studio.Report;

/// <summary>Short names of folders, for places where their paths have no room.</summary>
static class FolderLabels
{
    /// <summary>As much of the ends of two paths as tells them apart; the last part alone where there is no other.</summary>
    public static (string Prediction, string Against) Of(string prediction, string? against)
    {
        string[] first = Parts(prediction), second = Parts(against ?? "");
        for (int taken = 1; taken <= Math.Max(first.Length, second.Length); taken++)
        {
            (string a, string b) = (End(first, taken), End(second, taken));
            if (a != b) return (a, b);
        }

        return (prediction, against ?? "");
    }

    static string[] Parts(string path) => path.Split(['/', '\\'], StringSplitOptions.RemoveEmptyEntries);

    static string End(string[] parts, int taken) => string.Join('/', parts.TakeLast(taken));
}
