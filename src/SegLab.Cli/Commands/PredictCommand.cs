using System.CommandLine;
using SegLab.Cli.Output;
using SegLab.Imaging;
using SegLab.Imaging.Png;
using SegLab.Training;
using SegLab.Training.Checkpoints;
using SegLab.Training.Networks;

namespace SegLab.Cli.Commands;

/// <summary><c>seglab predict</c>: weights and images in, masks out.</summary>
static class PredictCommand
{
    public static Command Create()
    {
        Option<string> weights = new("--weights") { Description = "Weights that 'seglab train' or 'seglab compare' wrote, or a state dict from PyTorch in a safetensors file", HelpName = "FILE", Required = true };
        Option<string> images = new("--images") { Description = "A PNG image, or a folder of them", HelpName = "PATH", Required = true };
        Option<string> output = new("--out") { Description = "Folder for the masks, PNG files with a palette", HelpName = "DIR", Required = true };
        Option<int> threads = new("--threads") { Description = "Threads to use", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount };
        var command = new Command("predict", "Find the class of every pixel of images with trained weights") { weights, images, output, threads };
        command.SetAction(parsed => CommandRunner.Run(cancellation =>
            Run(parsed.GetValue(weights)!, parsed.GetValue(images)!, parsed.GetValue(output)!, TrainingOptions.Within(parsed.GetValue(threads), threads, 1, 1024), cancellation)));
        return command;
    }

    static int Run(string weightsPath, string imagesPath, string output, int threads, CancellationToken cancellation)
    {
        WeightsFile weights = WeightsFile.Load(weightsPath);
        Predictor predictor = Predictor.From(weights, Build);
        int least = 1 << weights.Description.Network.Depth;
        string[] files = Files(imagesPath);
        Directory.CreateDirectory(output);
        var palette = new ClassPalette();
        using var bar = new CountView("images");
        int done = 0;
        foreach (string file in files)
        {
            cancellation.ThrowIfCancellationRequested();
            RasterImage image = PngFile.Read(file).ToRasterImage();
            if (image.Channels == 1 && weights.Description.InputChannels == 3) image = image.ToColor();
            if (image.Channels != weights.Description.InputChannels)
                throw new ArgumentException($"{file} has {image.Channels} channels; the weights are for images of {weights.Description.InputChannels}.");
            if (image.Height < least || image.Width < least)
                throw new ArgumentException($"{file} is {image.Height} x {image.Width}; the network needs {least} x {least} at least.");
            PngFile.WriteLabelMap(Path.Combine(output, Path.GetFileNameWithoutExtension(file) + ".png"), predictor.Predict(image), palette);
            bar.Show(++done, files.Length);
        }

        Console.Error.WriteLine($"Masks of {files.Length} images are in {output}; label k is class k of: {string.Join(", ", weights.Description.ClassNames)}");
        return ExitCodes.Done;

        Network Build(WeightsDescription described) =>
            described.Network.Name == "unet"
                ? new UNet(described.InputChannels, described.LogitChannels, described.Network.Width, described.Network.Depth) { Threads = threads }
                : throw new InvalidDataException($"{weightsPath} is for a network '{described.Network.Name}'; this version knows unet.");
    }

    static string[] Files(string path)
    {
        if (File.Exists(path)) return [path];
        if (!Directory.Exists(path)) throw new UsageException($"--images: there is no file or folder '{path}'.");
        string[] files = [.. Directory.EnumerateFiles(path, "*.png").Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new UsageException($"--images: the folder '{path}' has no PNG file.");
    }
}
