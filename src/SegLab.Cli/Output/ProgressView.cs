using SegLab.Imaging;
using SegLab.Training;
using SegLab.Training.Checkpoints;
using SegLab.Training.Comparison;

namespace SegLab.Cli.Output;

/// <summary>Shows what is being trained: a line that moves on a terminal, a line an epoch in a log, a line a run in both.</summary>
sealed class ProgressView(IEnumerable<string> losses) : IProgress<ComparisonProgress>
{
    const int MostColumns = 44;
    readonly int columns = Math.Min(MostColumns, losses.Max(loss => loss.Length));
    readonly StatusLine line = new();
    double seconds;
    double lastMeanIoU = double.NaN;
    (int Run, int Epoch) shown;

    public void Introduce(SegmentationDataset dataset, TrainingSettings settings, NetworkShape shape, int runs, string output)
    {
        Say($"Data     {dataset.Name}: {dataset.Training.Count} images to train on, {dataset.Validation.Count} to judge by, {dataset.ClassNames.Count} classes"
            + (dataset.IgnoreLabel is { } ignored ? $", label {ignored} left out" : ""));
        Say($"Network  U-Net, width {shape.Width}, depth {shape.Depth}; {settings.Epochs} epochs, batches of {settings.Batch} crops of {settings.CropHeight} x {settings.CropWidth}");
        Say($"Runs     {runs} into {output}");
        Say("");
    }

    public void Report(ComparisonProgress value)
    {
        TrainingProgress training = value.Training;
        if (value.Epoch is not { } epoch || (value.Run, epoch.Epoch) == shown)
        {
            double share = (training.Epoch - 1 + (double)training.Step / training.Steps) / training.Epochs;
            line.Show($"{Title(value)} {StatusLine.Bar(share)} epoch {training.Epoch}/{training.Epochs}  loss {training.Loss:F4}"
                + $"  mIoU {(double.IsNaN(lastMeanIoU) ? "-" : lastMeanIoU.ToString("F3"))}  {training.ImagesPerSecond:F0} images/s  left {Time(value.TimeLeft)}");
            return;
        }

        shown = (value.Run, epoch.Epoch);
        lastMeanIoU = epoch.MeanIoU ?? lastMeanIoU;
        seconds = epoch.Epoch == 1 ? epoch.Seconds : seconds + epoch.Seconds;
        bool last = epoch.Epoch == training.Epochs;
        if (!last && line.IsLive) return;
        Say($"{Title(value)} epoch {epoch.Epoch}/{training.Epochs}  loss {epoch.TrainingLoss:F4}  mIoU {epoch.MeanIoU?.ToString("F3") ?? "-"}"
            + $"  pixel accuracy {epoch.PixelAccuracy?.ToString("F3") ?? "-"}  {Time(TimeSpan.FromSeconds(last ? seconds : epoch.Seconds))}"
            + (last ? "" : $"  left {Time(value.TimeLeft)}"));
        if (last) lastMeanIoU = double.NaN;
    }

    public void End()
    {
        line.Clear();
        Say("");
    }

    public void Say(string text)
    {
        line.Clear();
        Console.Error.WriteLine(text);
    }

    string Title(ComparisonProgress value)
    {
        string loss = value.Loss.Length > columns ? value.Loss[..(columns - 1)] + "…" : value.Loss;
        return $"[{value.Run}/{value.Runs}] {loss.PadRight(columns)}{(value.Seed > 1 ? $" seed {value.Seed}" : "")}";
    }

    static string Time(TimeSpan time) => time.TotalHours >= 1 ? $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}" : $"{time.Minutes}:{time.Seconds:00}";
}
