using SegLab.Imaging.Evaluation;
using SegLab.Studio.Charts;

namespace SegLab.Studio.Report;

/// <summary>The images with the lowest mean IoU, and pictures of them made of their masks, read again.</summary>
sealed class WorstImages
{
    const int Most = 12, Confusions = 3;

    // What all pictures of one image may have, so that the page stays below 1.5 MB.
    const int MostBytes = 45_000;

    static readonly int[] sizes = [480, 320, 240, 160, 120, 80];

    readonly EvaluationResult result;
    readonly (string Prediction, string Against) labels;
    readonly SortedSet<int> seen = [];

    /// <summary>Finds them; the pictures are made by <see cref="Draw()"/>.</summary>
    public WorstImages(EvaluationResult result)
    {
        this.result = result;
        labels = FolderLabels.Of(result.Prediction, result.Against);
        IEnumerable<(int Index, ImageFigures Figures)> scored = result.Figures.Images.Index().Where(image => image.Item.MeanIoU is not null);
        Indices = [.. Lowest.Of(scored, image => image.Figures.MeanIoU!.Value, Most).Select(image => image.Index)];
    }

    /// <summary>Which images they are, the worst first.</summary>
    public IReadOnlyList<int> Indices { get; }

    /// <summary>The colours of the classes that the pictures drawn so far show; empty for instances.</summary>
    public IReadOnlyList<LegendEntry> Legend
    {
        get
        {
            if (result.Settings is not { Instances: false } settings) return [];
            var colours = new ClassColours(settings);
            IReadOnlyList<ClassFigures> classes = result.Figures.Classes;
            return [.. seen.Where(label => label >= 0 && label < classes.Count).Select(label => new LegendEntry(classes[label].Name, colours[label].ToString()))];
        }
    }

    /// <summary>Truth, prediction and errors of each; an image whose masks cannot be read again says why in their place.</summary>
    public IReadOnlyList<ImageGroup> Draw()
    {
        if (result.Settings is not { } settings) return [];
        HashSet<int> numbers = [.. Indices.Select(image => result.Details[image].Index)];
        var files = result.Files.Where(pair => numbers.Contains(pair.Index)).ToDictionary(pair => pair.Index);
        var reader = new EvaluatedMaskReader(settings, sizes[0]);
        return [.. Indices.Select((image, place) => Draw(image, place, files.GetValueOrDefault(result.Details[image].Index), reader, settings))];
    }

    /// <summary>What is confused most in an image; nothing where only the figures are left.</summary>
    public string Describe(int image) => result.Details.Count == 0 ? "" : Confusion.Describe(result.Details[image].Prediction, result.Figures.Classes, Confusions);

    ImageGroup Draw(int image, int place, MaskPair? pair, EvaluatedMaskReader reader, EvaluationSettings settings)
    {
        ImageFigures figures = result.Figures.Images[image];
        string note = $"Mean IoU {Figures.FineScore(figures.MeanIoU)} · {Describe(image)}";
        if (pair is null) return new ImageGroup(figures.Name, 1, 1, []) { Note = note, Fault = "Its files are not known, so there is nothing to show." };
        try
        {
            EvaluatedMasks masks = reader.Read(pair);
            if (masks.Depth > 1) note += $" · slice {masks.Slice + 1} of {masks.Depth}, which has the most errors";
            return Draw(image, place, masks, reader, settings) with { Note = note };
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return new ImageGroup(figures.Name, 1, 1, []) { Note = note, Fault = $"Its masks could not be read again: {failure.Message}" };
        }
    }

    ImageGroup Draw(int image, int place, EvaluatedMasks masks, EvaluatedMaskReader reader, EvaluationSettings settings)
    {
        var colours = new ClassColours(settings);
        foreach (LabelSlice slice in masks.Predictions.Prepend(masks.Truth))
            foreach (int label in slice.Labels) seen.Add(label);
        if (settings.Ignored is { } ignored) seen.Remove(ignored);

        LabelSlice truth = masks.Truth;
        byte[] truthPicture = [];
        (byte[] Mask, byte[] Errors)[] pictures = [];
        foreach (int size in sizes)
        {
            truth = masks.Truth.Reduce(size);
            truthPicture = Mask(truth);
            pictures = [.. masks.Predictions.Select(prediction => prediction.Reduce(size)).Select(prediction => (Mask(prediction), Errors(prediction)))];
            if (truthPicture.Length + pictures.Sum(picture => picture.Mask.Length + picture.Errors.Length) <= MostBytes) break;
        }

        return new ImageGroup(result.Figures.Images[image].Name, truth.Width, truth.Height, Columns(image, $"truth-{place + 1}", truthPicture, pictures));

        byte[] Mask(LabelSlice mask) => IndexedPicture.Encode(mask.Width, mask.Height, i => colours[mask.Labels[i]]);

        byte[] Errors(LabelSlice prediction) => IndexedPicture.Encode(truth.Width, truth.Height, i => ErrorMap.Colour(
            i / truth.Width, i % truth.Width, reader.IsWrong(truth.Labels[i], prediction.Labels[i]), truth.Labels[i] == settings.Ignored));
    }

    /// <summary>Three columns: truth, prediction and errors; with other predictions truth, and one for each with its errors below.</summary>
    PictureColumn[] Columns(int image, string id, byte[] truth, (byte[] Mask, byte[] Errors)[] pictures)
    {
        string name = result.Figures.Images[image].Name;
        var first = new PictureColumn("Truth", [new Picture($"True classes of {name}", [new PictureLayer(DataUri(truth), LayerStyle.Crisp) { Id = id }])]);
        if (pictures.Length == 1)
        {
            return
            [
                first, new PictureColumn("Prediction", [Mask($"Prediction for {name}", pictures[0].Mask)]),
                new PictureColumn("Errors", [Errors($"Errors on {name}", id, pictures[0].Errors)]) { Note = Right(result.Figures) },
            ];
        }

        return [first, Column(0, labels.Prediction, result.Figures), Column(1, labels.Against, result.AgainstFigures!)];

        PictureColumn Column(int i, string label, PredictionFigures figures) => new(
            label, [Mask($"Prediction of {label} for {name}", pictures[i].Mask), Errors($"Errors of {label} on {name}", id, pictures[i].Errors)])
        {
            Note = $"mean IoU {Figures.FineScore(figures.Images[image].MeanIoU)}, {Right(figures)}",
        };

        string Right(PredictionFigures figures) => $"{Figures.Share(figures.Images[image].PixelAccuracy ?? double.NaN)} right";
    }

    static Picture Mask(string description, byte[] png) => new(description, [new PictureLayer(DataUri(png), LayerStyle.Crisp)]);

    static Picture Errors(string description, string truth, byte[] png) =>
        new(description, [new PictureLayer("#" + truth, LayerStyle.Dimmed), new PictureLayer(DataUri(png), LayerStyle.Light)]);

    static string DataUri(byte[] png) => "data:image/png;base64," + Convert.ToBase64String(png);
}
