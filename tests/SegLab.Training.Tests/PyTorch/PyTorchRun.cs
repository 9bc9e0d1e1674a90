using SegLab.Native.Tests.Published;
using SegLab.Training.Checkpoints;
using SegLab.Training.Tests.Networks;

namespace SegLab.Training.Tests.PyTorch;

/// <summary>One run of continue_training.py on a trained network; where there is no PyTorch the tests are skipped and say why.</summary>
public sealed class PyTorchRun : IDisposable
{
    readonly TemporaryFolder folder = new();
    readonly string python = Environment.GetEnvironmentVariable("SEGLAB_PYTHON") ?? "/usr/bin/python3";
    readonly string? missing;

    public PyTorchRun()
    {
        if (!File.Exists(python) || Command.Run(python, ["-c", "import torch"]).ExitCode != 0)
        {
            missing = $"{python} has no torch (Debian: python3-torch).";
            return;
        }

        File.Copy(Trained.WeightsPath, this["seglab.safetensors"]);
        Write("images.safetensors", TrainedUNet.Samples(TestImages.Natural(70, 45), TestImages.Generated(70, 45)));
        Run(Path.Combine(AppContext.BaseDirectory, "PyTorch", "continue_training.py"), folder.Path);
    }

    public static string Repository { get; } = FindRepository();

    public TrainedUNet Trained { get; } = new();

    public string this[string name] => folder[name];

    public void SkipWhereMissing() => Assert.SkipWhen(missing is not null, missing ?? "");

    /// <summary>Runs Python with the packages of samples/pytorch, and gives what it wrote.</summary>
    public string Run(params string[] arguments)
    {
        Command.Outcome outcome = Command.Run(
            python, arguments, ("PYTHONPATH", Path.Combine(Repository, "samples", "pytorch")), ("PYTHONDONTWRITEBYTECODE", "1"));
        Assert.True(outcome.ExitCode == 0, outcome.Output);
        return outcome.Output;
    }

    /// <summary>The numbers of the only tensor of a file, and its shape.</summary>
    public Parameter Read(string name) => SafetensorsFile.Read(this[name]).Tensors.Values.Single();

    public void Dispose()
    {
        folder.Dispose();
        Trained.Dispose();
    }

    void Write(string name, FeatureMap images)
    {
        var tensor = new Parameter("images", [images.Batch, images.Channels, images.Height, images.Width], trained: false);
        images.Values.CopyTo(tensor.Values);
        SafetensorsFile.Write(this[name], new Dictionary<string, string>(), [tensor]);
    }

    static string FindRepository()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "SegLab.slnx"))) return folder;
        throw new InvalidOperationException("These tests run inside the repository.");
    }
}
