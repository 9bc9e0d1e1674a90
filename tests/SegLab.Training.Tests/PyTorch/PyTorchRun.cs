using SegLab.Native.Tests.Published;
using SegLab.Training.Checkpoints;
using SegLab.Training.Tests.Networks;

namespace SegLab.Training.Tests.PyTorch;

/// <summary>One run of continue_training.py on a trained network; where there is no PyTorch the tests are skipped and say why.</summary>
public sealed class PyTorchRun : IDisposable
{
    readonly TemporaryFolder folder = new();
    readonly string? missing;

    public PyTorchRun()
    {
        string python = Environment.GetEnvironmentVariable("SEGLAB_PYTHON") ?? "/usr/bin/python3";
        if (!File.Exists(python) || Command.Run(python, ["-c", "import torch"]).ExitCode != 0)
        {
            missing = $"{python} has no torch (Debian: python3-torch).";
            return;
        }

        File.Copy(Trained.WeightsPath, this["seglab.safetensors"]);
        Write("images.safetensors", TrainedUNet.Samples(TestImages.Natural(70, 45), TestImages.Generated(70, 45)));
        Command.Outcome outcome = Command.Run(
            python, [Path.Combine(AppContext.BaseDirectory, "PyTorch", "continue_training.py"), folder.Path],
            ("PYTHONPATH", Path.Combine(Repository(), "samples", "pytorch")), ("PYTHONDONTWRITEBYTECODE", "1"));
        Assert.True(outcome.ExitCode == 0, outcome.Output);
    }

    public TrainedUNet Trained { get; } = new();

    public string this[string name] => folder[name];

    public void SkipWhereMissing() => Assert.SkipWhen(missing is not null, missing ?? "");

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

    static string Repository()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "SegLab.slnx"))) return folder;
        throw new InvalidOperationException("These tests run inside the repository.");
    }
}
