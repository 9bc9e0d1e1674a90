using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using SegLab.Imaging;
using SegLab.Imaging.Datasets;
using SegLab.Metrics;

// Scores an ONNX model with SegLab's metrics: what the runtime computed is counted where it lies, argmax included.
if (args.Length is 0 or > 3 || (args.Length == 3 && !ushort.TryParse(args[2], out _)))
{
    Console.Error.WriteLine("usage: MODEL.onnx [DATASET-FOLDER [IGNORED-LABEL]]     (without a folder: the generated dataset)");
    return 2;
}

int? ignored = args.Length == 3 ? ushort.Parse(args[2]) : null;
SegmentationDataset dataset = args.Length == 1
    ? GeneratedDataset.Create()
    : DatasetFolder.Load(args[1], new DatasetFolderOptions { IgnoreLabel = ignored });
using var options = new RunOptions();
using var session = new InferenceSession(args[0]);
string[] classes = JsonSerializer.Deserialize<string[]>(session.ModelMetadata.CustomMetadataMap["class_names"])!;

var matrix = new ConfusionMatrix(classes.Length);
foreach ((string _, RasterImage image, LabelMap mask) in dataset.Validation)
{
    var samples = new float[image.Channels * image.Height * image.Width];
    for (int row = 0; row < image.Channels * image.Height; row++)
        image.CopyRow(row / image.Height, row % image.Height, 0, samples.AsSpan(row * image.Width, image.Width));

    using OrtValue images = OrtValue.CreateTensorValueFromMemory(samples, [1, image.Channels, image.Height, image.Width]);
    using IDisposableReadOnlyCollection<OrtValue> results = session.Run(options, ["images"], [images], ["logits"]);
    matrix.AddScores(results[0].GetTensorDataAsSpan<float>(), mask.Labels, ignored);
}

Console.WriteLine($"{dataset.Validation.Count} images, mean IoU {matrix.MeanIoU:F4}, accuracy {matrix.PixelAccuracy:F4}");
for (int label = 0; label < classes.Length; label++) Console.WriteLine($"  {classes[label],-12} IoU {matrix[label].IoU,6:F4}   Dice {matrix[label].Dice,6:F4}");
return 0;
