namespace SegLab.Cli;

/// <summary>What the process returns.</summary>
static class ExitCodes
{
    /// <summary>All that was asked for is done.</summary>
    public const int Done = 0;

    /// <summary>It could not be done: a file, the data, or the training.</summary>
    public const int Failed = 1;

    /// <summary>It was not asked for in a way that can be understood.</summary>
    public const int Usage = 2;

    /// <summary>It was done but for files that could not be used.</summary>
    public const int Partly = 3;

    /// <summary>It was stopped by Ctrl-C and can be resumed.</summary>
    public const int Stopped = 130;
}
