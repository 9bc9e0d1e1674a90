using System.Globalization;

namespace SegLab.Studio.Explorer.Runs;

/// <summary>How kinds, states and times of results are written.</summary>
static class RunText
{
    /// <summary>A kind in a word.</summary>
    public static string Of(RunKind kind) => kind is RunKind.Comparison or RunKind.ComparisonResult ? "comparison" : "evaluation";

    /// <summary>A state in a word or two.</summary>
    public static string Of(RunState state) => state switch
    {
        RunState.Running => "running",
        RunState.Stopped => "stopped",
        RunState.Unfinished => "unfinished",
        RunState.Done => "done",
        RunState.Unread => "not read yet",
        _ => "cannot be read",
    };

    /// <summary>The time of day here.</summary>
    public static string Clock(DateTime utc) => utc.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>How long ago a time was, or its date where that is longer than a day.</summary>
    public static string Ago(DateTime utc, DateTime now) => (now - utc).TotalSeconds switch
    {
        < 2 => "just now",
        < 60 and var seconds => $"{(int)seconds}\u00A0s ago",
        < 3600 and var seconds => $"{(int)seconds / 60}\u00A0min ago",
        < 24 * 3600 and var seconds => $"{(int)seconds / 3600}\u00A0h ago",
        _ => utc.ToLocalTime().ToString("d MMM yyyy", CultureInfo.InvariantCulture),
    };
}
