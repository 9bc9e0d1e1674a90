namespace SegLab.Studio.Explorer.Runs;

/// <summary>Whether there is more to come of a result.</summary>
public enum RunState
{
    /// <summary>It is being worked on.</summary>
    Running,

    /// <summary>A comparison on which no process of this machine works, before its end.</summary>
    Stopped,

    /// <summary>An evaluation that lacks images and has not changed lately; it leaves no sign of whether it still runs.</summary>
    Unfinished,

    /// <summary>It is over.</summary>
    Done,

    /// <summary>It has not been read yet: a look takes a limited time.</summary>
    Unread,

    /// <summary>It cannot be read.</summary>
    Damaged,
}
