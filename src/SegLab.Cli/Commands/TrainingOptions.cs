using System.CommandLine;
using System.Globalization;
using SegLab.Imaging;
using SegLab.Imaging.Datasets;
using SegLab.Training;
using SegLab.Training.Checkpoints;

namespace SegLab.Cli.Commands;

/// <summary>The options that <c>compare</c> and <c>train</c> share.</summary>
sealed class TrainingOptions
{
    readonly Option<string?> data = new("--data") { Description = "Folder with images/ and masks/, or train/ and val/ with these (default: the generated dataset)", HelpName = "DIR" };
    readonly Option<string?> classes = new("--classes") { Description = "File with a class name a line (default: classes.txt in the folder)", HelpName = "FILE" };
    readonly Option<int?> ignore = new("--ignore") { Description = "Label of pixels that count neither in the loss nor in the metrics", HelpName = "LABEL" };
    readonly Option<int?> epochs;
    readonly Option<int> width = new("--width") { Description = "Channels of the U-Net's first level", HelpName = "N", DefaultValueFactory = _ => 16 };
    readonly Option<int?> depth = new("--depth") { Description = "How often the U-Net halves the image (default: 4; 3 for the generated dataset)", HelpName = "N" };
    readonly Option<int> batch = new("--batch") { Description = "Images a step", HelpName = "N", DefaultValueFactory = _ => 4 };
    readonly Option<string?> crop = new("--crop") { Description = "Training crop, HEIGHTxWIDTH or one number (default: the smallest image, at most 256)", HelpName = "HxW" };
    readonly Option<double?> learningRate = new("--learning-rate") { Description = "Learning rate of the first step; it falls to 0 as (1 - t)^0.9 (default: 0.001; 0.002 for the generated dataset)", HelpName = "RATE" };
    readonly Option<int> seed = new("--seed") { Description = "Seed of the first run", HelpName = "N", DefaultValueFactory = _ => 1 };
    readonly Option<int> threads = new("--threads") { Description = "Threads to use; the result does not depend on it", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount };
    readonly Option<string?> output = new("--out") { Description = "Folder for the results (default: a new one under seglab-runs/)", HelpName = "DIR" };
    readonly Option<bool> resume = new("--resume") { Description = "Go on with what the output folder holds" };
    readonly Option<bool> json = new("--json") { Description = "Print the results as JSON on the standard output" };

    readonly int usualEpochs, generatedEpochs;

    /// <param name="usualEpochs">The default of <c>--epochs</c>.</param>
    /// <param name="generatedEpochs">Its default on the generated dataset.</param>
    public TrainingOptions(int usualEpochs, int generatedEpochs)
    {
        (this.usualEpochs, this.generatedEpochs) = (usualEpochs, generatedEpochs);
        epochs = new("--epochs")
        {
            Description = $"Passes over the training images (default: {usualEpochs}; {generatedEpochs} for the generated dataset)",
            HelpName = "N",
        };
    }

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { data, classes, ignore, epochs, width, depth, batch, crop, learningRate, seed, threads, output, resume, json })
            command.Options.Add(option);
    }

    public bool IsGenerated(ParseResult parsed) => parsed.GetValue(data) is null;

    public bool Json(ParseResult parsed) => parsed.GetValue(json);

    public bool Resume(ParseResult parsed) => parsed.GetValue(resume);

    /// <summary>The output folder; with <c>--resume</c> and none given, the newest one of the command.</summary>
    public string Output(ParseResult parsed, string command)
    {
        if (parsed.GetValue(output) is { } given) return given;
        const string runs = "seglab-runs";
        if (!Resume(parsed)) return Path.Combine(runs, $"{command}-{DateTime.Now:yyyyMMdd-HHmmss}");
        string? newest = !Directory.Exists(runs) ? null : Directory.EnumerateDirectories(runs, command + "-*").Order(StringComparer.Ordinal).LastOrDefault();
        return newest ?? throw new UsageException($"There is nothing to resume under {runs}/: name the folder with --out.");
    }

    public SegmentationDataset Dataset(ParseResult parsed)
    {
        if (parsed.GetValue(data) is not { } folder) return GeneratedDataset.Create();
        return DatasetFolder.Load(folder, new DatasetFolderOptions
        {
            ClassesFile = parsed.GetValue(classes),
            IgnoreLabel = parsed.GetValue(ignore),
        });
    }

    /// <summary>The network to train; given weights decide.</summary>
    public NetworkShape Network(ParseResult parsed, NetworkShape? given = null)
    {
        if (given is not null)
        {
            if (parsed.GetResult(width) is { Implicit: false } || parsed.GetResult(depth) is { Implicit: false })
                throw new UsageException($"{width.Name} and {depth.Name} are those of the weights, {given.Width} and {given.Depth}: leave them out.");
            return given;
        }

        int usualDepth = IsGenerated(parsed) ? 3 : 4;
        return new NetworkShape("unet", Within(parsed.GetValue(width), width, 1, 1024), Within(parsed.GetValue(depth) ?? usualDepth, depth, 1, 8));
    }

    public TrainingSettings Settings(ParseResult parsed, SegmentationDataset dataset)
    {
        (int height, int columns) = Crop(parsed.GetValue(crop), dataset);
        double rate = parsed.GetValue(learningRate) ?? (IsGenerated(parsed) ? 2e-3 : 1e-3);
        if (!(rate > 0 && double.IsFinite(rate))) throw new UsageException($"--learning-rate is above 0, not {rate}.");
        return new TrainingSettings
        {
            Epochs = Within(parsed.GetValue(epochs) ?? (IsGenerated(parsed) ? generatedEpochs : usualEpochs), epochs, 1, 100_000),
            Batch = Within(parsed.GetValue(batch), batch, 1, 4096),
            CropHeight = height,
            CropWidth = columns,
            LearningRate = rate,
            WeightDecay = 0,
            Seed = parsed.GetValue(seed),
            Threads = Within(parsed.GetValue(threads), threads, 1, 1024),
        };
    }

    public static int Within(int value, Option option, int least, int greatest) =>
        value >= least && value <= greatest ? value : throw new UsageException($"{option.Name} is {least} to {greatest}, not {value}.");

    static (int Height, int Width) Crop(string? text, SegmentationDataset dataset)
    {
        const int most = 256;
        if (text is null)
            return (Math.Min(most, dataset.Training.Min(sample => sample.Image.Height)), Math.Min(most, dataset.Training.Min(sample => sample.Image.Width)));
        string[] parts = text.Split('x', 'X');
        int[] sizes = [.. parts.Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int size) && size > 0 ? size : 0)];
        if (sizes.Length > 2 || sizes.Contains(0)) throw new UsageException($"--crop is HEIGHTxWIDTH or one number, such as 176x224, not '{text}'.");
        return (sizes[0], sizes[^1]);
    }
}
