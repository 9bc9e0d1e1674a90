using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using SegLab.Metrics;

namespace SegLab.Imaging.Evaluation;

/// <summary>The figures of an evaluation as files for programs.</summary>
public static class EvaluationFiles
{
    static readonly EvaluationJson indented = new(new JsonSerializerOptions(EvaluationJson.Default.Options)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>Writes all figures as JSON.</summary>
    /// <exception cref="IOException">The file cannot be written; what it held before is intact.</exception>
    public static void WriteJson(string path, EvaluationResult result) => AtomicFile.Write(path, stream => WriteJson(stream, result));

    /// <summary>Writes all figures as JSON in UTF-8, image by image; what does not exist is null.</summary>
    /// <exception cref="IOException">The stream takes no more.</exception>
    public static void WriteJson(Stream stream, EvaluationResult result)
    {
        ArgumentNullException.ThrowIfNull(stream);
        JsonSerializer.Serialize(stream, result, indented.EvaluationResult);
        stream.WriteByte((byte)'\n');
    }

    /// <summary>All figures as JSON in UTF-8; what does not exist is null.</summary>
    public static byte[] ToJson(EvaluationResult result)
    {
        using var buffer = new MemoryStream();
        WriteJson(buffer, result);
        return buffer.ToArray();
    }

    /// <summary>Reads what <see cref="WriteJson(string, EvaluationResult)"/> wrote: all but the details of the images.</summary>
    /// <exception cref="InvalidDataException">It is not that, or its figures do not fit each other; the message names the file.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    internal static EvaluationResult ReadJson(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            EvaluationResult result = JsonSerializer.Deserialize(stream, EvaluationJson.Default.EvaluationResult) ?? throw new InvalidDataException($"{path} holds nothing.");
            return Fits(result.Figures) && (result.AgainstFigures is not { } other || (Fits(other) && other.Classes.Count == result.Figures.Classes.Count))
                ? result
                : throw new InvalidDataException($"{path}: its scores, classes and confusion matrix do not fit each other.");
        }
        catch (JsonException wrong)
        {
            throw new InvalidDataException($"{path} is not what an evaluation writes: {wrong.Message}", wrong);
        }

        static bool Fits(PredictionFigures figures)
        {
            int classes = figures.Classes.Count;
            return figures.ConfusionMatrix.Count == classes && figures.ConfusionMatrix.All(row => row.Count == classes && row.All(pixels => pixels >= 0))
                && figures.Classes.Index().All(found => found.Item.Label == found.Index);
        }
    }

    /// <summary>Writes a line for each image and each class that it has, as CSV: what statistics of one's own start from.</summary>
    /// <exception cref="IOException">The file cannot be written; what it held before is intact.</exception>
    public static void WriteCsv(string path, EvaluationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
            bool surfaces = result.Tolerance is not null;
            writer.WriteLine("image,prediction,class,name,true_pixels,predicted_pixels,true_positives,iou,dice,precision,recall,specificity"
                + (surfaces ? ",hausdorff,hausdorff95,assd,masd,surface_dice,boundary_f1" : ""));
            foreach (ImageScores image in result.Details)
            {
                Write(image.Name, result.Prediction, image.Prediction);
                if (image.Against is { } other) Write(image.Name, result.Against!, other);
            }

            void Write(string name, string prediction, PredictionScores scores)
            {
                foreach ((int label, ClassCounts counts) in scores.ByClass())
                {
                    string[] fields =
                    [
                        Quote(name), Quote(prediction), $"{label}", Quote(result.Figures.Classes[label].Name), $"{counts.TruePixels}", $"{counts.PredictedPixels}", $"{counts.TruePositives}",
                        Number(counts.IoU), Number(counts.Dice), Number(counts.Precision), Number(counts.Recall), Number(counts.Specificity),
                    ];
                    writer.Write(string.Join(',', fields));
                    if (surfaces) writer.Write("," + string.Join(',', Distances(scores, label)));
                    writer.WriteLine();
                }
            }
        });
    }

    static string[] Distances(PredictionScores scores, int label) => scores.Surfaces.Where(surface => surface.Label == label).ToArray() is [var found]
        ? [Number(found.Hausdorff), Number(found.Hausdorff95), Number(found.AverageSymmetric), Number(found.MeanAverage), Number(found.SurfaceDice), Number(found.BoundaryF1)]
        : ["", "", "", "", "", ""];

    static string Number(double value) => double.IsNaN(value) ? "" : double.IsInfinity(value) ? "inf" : value.ToString("R", CultureInfo.InvariantCulture);

    static string Quote(string text) => text.AsSpan().ContainsAny(",\"\n\r") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(EvaluationResult))]
sealed partial class EvaluationJson : JsonSerializerContext;
