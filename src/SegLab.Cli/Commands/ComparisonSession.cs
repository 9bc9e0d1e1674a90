using System.CommandLine;
using SegLab.Cli.Output;
using SegLab.Imaging;
using SegLab.Losses;
using SegLab.Studio.Report;
using SegLab.Training;
using SegLab.Training.Checkpoints;
using SegLab.Training.Comparison;
using SegLab.Training.Networks;

namespace SegLab.Cli.Commands;

/// <summary>Trains, ranks and reports: what <c>compare</c> and <c>train</c> do once their options are read.</summary>
sealed class ComparisonSession(TrainingOptions options, ParseResult parsed, string command)
{
    const int ReportImages = 6;

    /// <summary>Weights to start from; null for random ones.</summary>
    public WeightsFile? Start { get; init; }

    public int Run(IReadOnlyList<SegmentationLoss>? given, int seeds, CancellationToken cancellation)
    {
        string output = options.Output(parsed, command);
        NetworkShape shape = options.Network(parsed, Start?.Description.Network);
        SegmentationDataset dataset = options.Dataset(parsed);
        TrainingSettings settings = options.Settings(parsed, dataset);
        IReadOnlyList<SegmentationLoss> losses = given ?? DefaultLosses.For(dataset);
        int channels = dataset.Training[0].Image.Channels;
        CheckSizes(dataset, shape);

        var progress = new ProgressView(losses.Select(loss => loss.ToString()));
        progress.Introduce(dataset, settings, shape, losses.Count * seeds, output);
        var runner = new ComparisonRunner
        {
            Dataset = dataset,
            Losses = losses,
            Settings = settings,
            Seeds = seeds,
            Network = shape,
            Build = seed => new UNet(channels, dataset.ClassNames.Count, shape.Width, shape.Depth, seed),
            Start = Start,
            OutputFolder = output,
            Resume = options.Resume(parsed),
            Command = CommandLineText.Of(command, parsed),
            Progress = progress,
        };
        ComparisonResult result = runner.Run(cancellation);
        progress.End();

        string report = Path.Combine(output, "report.html");
        WriteReport(runner, result, dataset, report, cancellation);
        if (options.Json(parsed)) Console.WriteLine(File.ReadAllText(Path.Combine(output, "results.json")));
        else RankingView.Show(result);
        progress.Say($"Results  {Path.Combine(output, "results.json")}");
        progress.Say($"Weights  {Path.Combine(output, result.Ranking[0].Runs[0].Weights)}");
        progress.Say($"Report   {report}");
        return ExitCodes.Done;
    }

    static void CheckSizes(SegmentationDataset dataset, NetworkShape shape)
    {
        int least = 1 << shape.Depth;
        if (dataset.Training.Concat(dataset.Validation).FirstOrDefault(sample => sample.Image.Height < least || sample.Image.Width < least) is { } small)
            throw new UsageException($"The image '{small.Name}' is {small.Image.Height} x {small.Image.Width}; a U-Net of depth {shape.Depth} needs {least} x {least} at least. Use a smaller --depth.");
    }

    static void WriteReport(ComparisonRunner runner, ComparisonResult result, SegmentationDataset dataset, string path, CancellationToken cancellation)
    {
        int[] shown = ShowcaseImages.Choose(dataset, result.Dataset.RareClasses, ReportImages);
        IReadOnlyList<LossPredictions> predictions = runner.Predict(result, shown);
        ReportImage[] images =
        [
            .. shown.Select((image, place) => new ReportImage(
                dataset.Validation[image].Name,
                dataset.Validation[image].Image,
                dataset.Validation[image].Mask,
                [.. predictions.Select(loss => loss.Images[place])])),
        ];
        ComparisonReport.WriteAsync(path, result, images, cancellation).GetAwaiter().GetResult();
    }
}
