using System.Diagnostics;
using System.Runtime.CompilerServices;
using SegLab.Training.Comparison;

namespace SegLab.Training.Tests.Comparison;

/// <summary>A lock between processes, also where one of them has switched off the runtime's own, as the command line does.</summary>
public sealed class FolderLockTests : IDisposable
{
    const string FileVariable = "SEGLAB_TEST_HOLD";

    readonly TemporaryFolder folder = new();

    string Path => folder["a.lock"];

    public void Dispose() => folder.Dispose();

    /// <summary>When the variable is set, this assembly is not a test run but a process that says what it finds, takes the file, and keeps it until it is told.</summary>
    [ModuleInitializer]
    internal static void HoldWhenAsked()
    {
        if (Environment.GetEnvironmentVariable(FileVariable) is not { } path) return;
        Console.WriteLine(FolderLock.IsHeld(path) ? "held" : "free");
        using FolderLock? hold = FolderLock.TryTake(path);
        Console.WriteLine(hold is null ? "refused" : "taken");
        Console.ReadLine();
        Environment.Exit(0);
    }

    static Process Start(string path)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(FolderLockTests).Assembly.Location]) { RedirectStandardOutput = true, RedirectStandardInput = true };
        start.Environment[FileVariable] = path;
        start.Environment["DOTNET_SYSTEM_IO_DISABLEFILELOCKING"] = "1";
        return Process.Start(start)!;
    }

    [Fact]
    public void What_another_process_has_cannot_be_taken_until_it_is_killed()
    {
        using Process other = Start(Path);
        Assert.Equal(("free", "taken"), (other.StandardOutput.ReadLine(), other.StandardOutput.ReadLine()));
        Assert.True(FolderLock.IsHeld(Path));
        Assert.Null(FolderLock.TryTake(Path));
        other.Kill();
        other.WaitForExit();
        Assert.False(FolderLock.IsHeld(Path));
        using FolderLock? mine = FolderLock.TryTake(Path);
        Assert.NotNull(mine);
    }

    [Fact]
    public void Another_process_sees_what_this_one_has()
    {
        using FolderLock? mine = FolderLock.TryTake(Path);
        using Process other = Start(Path);
        Assert.Equal(("held", "refused"), (other.StandardOutput.ReadLine(), other.StandardOutput.ReadLine()));
        other.StandardInput.WriteLine();
        other.WaitForExit();
    }

    [Fact]
    public void A_file_that_is_not_there_is_not_held()
    {
        Assert.False(FolderLock.IsHeld(Path));
        Assert.False(File.Exists(Path));
    }
}
