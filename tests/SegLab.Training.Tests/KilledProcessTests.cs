using System.Diagnostics;
using System.Runtime.CompilerServices;
using SegLab.Losses;
using SegLab.Training.Checkpoints;

namespace SegLab.Training.Tests;

/// <summary>Training in a process of its own that is killed, without warning, at moments drawn at random.</summary>
public sealed class KilledProcessTests
{
    /// <summary>Keeps the process from ending before it can be killed on a machine with a fast disk.</summary>
    sealed class Pause : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => Thread.Sleep(2);
    }

    const string FolderVariable = "SEGLAB_TEST_TRAIN_IN";
    const string Checkpoint = "checkpoint.safetensors";
    const string Final = "weights.safetensors";

    /// <summary>When the variable is set, this assembly is not a test run but the process to be killed.</summary>
    [ModuleInitializer]
    internal static void TrainWhenAsked()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is not { } folder) return;
        Train(folder, new Pause());
        Environment.Exit(0);
    }

    static void Train(string folder, IProgress<TrainingProgress>? pace = null)
    {
        string checkpoint = Path.Combine(folder, Checkpoint);
        var network = new PixelNetwork(3, 3, 0);
        var trainer = new Trainer(network, new CrossEntropyLoss(), Scenes.Make(training: 12), Scenes.Settings(epochs: 60))
        {
            CheckpointPath = checkpoint,
            CheckpointInterval = TimeSpan.Zero,
            StepProgress = pace,
        };
        if (File.Exists(checkpoint)) trainer.Resume(checkpoint);
        trainer.Train();
        WeightsFile.Save(Path.Combine(folder, Final), network, trainer.Describe(new NetworkShape("pixel", 1, 0)));
    }

    static Process Start(string folder)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(KilledProcessTests).Assembly.Location]) { RedirectStandardOutput = true };
        start.Environment[FolderVariable] = folder;
        return Process.Start(start)!;
    }

    [Fact]
    public void Training_that_was_killed_again_and_again_ends_in_the_same_file()
    {
        using TemporaryFolder calm = new(), rough = new();
        Train(calm.Path);
        int kills = 0;
        var random = new Random(1);
        while (!File.Exists(rough[Final]))
        {
            using Process process = Start(rough.Path);
            // A process is killed at the earliest when it has a checkpoint, and the last ones are left alone, so that this ends.
            while (!File.Exists(rough[Checkpoint]) && !process.HasExited) Thread.Sleep(1);
            bool exited = process.WaitForExit(kills < 6 ? random.Next(20, 250) : 60_000);
            if (exited)
            {
                Assert.Equal(0, process.ExitCode);
                continue;
            }

            process.Kill();
            process.WaitForExit();
            kills++;
        }

        Assert.InRange(kills, 1, 6);
        Assert.Equal(File.ReadAllBytes(calm[Final]), File.ReadAllBytes(rough[Final]));
    }
}
