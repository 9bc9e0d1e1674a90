using SegLab.Imaging.Evaluation;

namespace SegLab.Studio.Report;

/// <summary>Pixels of one class that were taken for another.</summary>
/// <param name="Truth">The true class.</param>
/// <param name="Predicted">The predicted one; null where the prediction was the ignored label.</param>
/// <param name="Pixels">How many there are.</param>
/// <param name="Share">Their share: of the true class's pixels over all images, of all that count in a single one.</param>
sealed record Confusion(int Truth, int? Predicted, long Pixels, double Share)
{
    /// <summary>The most frequent ones over all images.</summary>
    public static IReadOnlyList<Confusion> Of(PredictionFigures figures, int most)
    {
        IEnumerable<Confusion> all =
            from row in Enumerable.Range(0, figures.ConfusionMatrix.Count)
            from column in Enumerable.Range(0, figures.ConfusionMatrix.Count)
            let pixels = figures.ConfusionMatrix[row][column]
            where row != column && pixels > 0
            select new Confusion(row, column, pixels, (double)pixels / figures.Classes[row].TruePixels);
        return [.. all.OrderByDescending(confusion => confusion.Pixels).Take(most)];
    }

    /// <summary>The most frequent ones in an image.</summary>
    public static IReadOnlyList<Confusion> Of(PredictionScores image, int most)
    {
        var all = new List<Confusion>();
        double counted = Enumerable.Range(0, image.Pixels.Count / 3).Sum(j => image.Pixels[3 * j + 2]) + Enumerable.Range(0, image.Unassigned.Count / 2).Sum(j => image.Unassigned[2 * j + 1]);
        for (int j = 0; j < image.Pixels.Count; j += 3)
        {
            (long truth, long predicted, long pixels) = (image.Pixels[j], image.Pixels[j + 1], image.Pixels[j + 2]);
            if (truth != predicted) all.Add(new Confusion((int)truth, (int)predicted, pixels, pixels / counted));
        }

        for (int j = 0; j < image.Unassigned.Count; j += 2)
            all.Add(new Confusion((int)image.Unassigned[j], null, image.Unassigned[j + 1], image.Unassigned[j + 1] / counted));
        return [.. all.OrderByDescending(confusion => confusion.Pixels).Take(most)];
    }

    /// <summary>The most frequent ones in an image, in words.</summary>
    public static string Describe(PredictionScores image, IReadOnlyList<ClassFigures> classes, int most)
    {
        IReadOnlyList<Confusion> found = Of(image, most);
        return found.Count == 0 ? "no errors" : "most confused: " + string.Join(", ", found.Select(confusion =>
            $"{classes[confusion.Truth].Name} taken for {(confusion.Predicted is { } predicted ? classes[predicted].Name : "no class")} ({Charts.Figures.Share(confusion.Share)})"));
    }
}
