namespace SegLab.Imaging.Evaluation;

/// <summary>What the state of an evaluation holds at a moment: while it grows, after it was stopped, or at its end.</summary>
/// <param name="Header">What is evaluated, and how.</param>
/// <param name="Done">How many images are done.</param>
/// <param name="Expected">How many the state will have at the end, unless some are left out.</param>
/// <param name="Figures">The figures of the images that are done; null before the first.</param>
sealed record EvaluationSnapshot(EvaluationHeader Header, int Done, int Expected, EvaluationResult? Figures)
{
    const int MostClasses = 1 << 16;

    /// <summary>Looks at a state. The figures take one thread, so that they leave the others to the evaluation.</summary>
    /// <exception cref="InvalidDataException">The file is no state, or damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static EvaluationSnapshot Read(string path)
    {
        (EvaluationHeader header, IReadOnlyList<ImageScores> images) = EvaluationState.Read(path);
        int classes = Math.Clamp(header.ClassNames?.Count ?? header.CountedClasses, 1, MostClasses);
        foreach (ImageScores image in images)
        {
            if (!Fits(image.Prediction, classes) || (header.Against is not null && (image.Against is null || !Fits(image.Against, classes))))
                throw new InvalidDataException($"{path}: the counts of the image '{image.Name}' are not those of {classes} classes.");
        }

        return new EvaluationSnapshot(header, images.Count, Share(header), images.Count == 0 ? null : InMemory(EvaluationSummary.Of(header, images, threads: 1)));
    }

    /// <summary>The same result without temporary files and what is kept of the images: many are in use for long, and are drawn again and again.</summary>
    static EvaluationResult InMemory(EvaluationResult result)
    {
        return result with { Figures = Hold(result.Figures), AgainstFigures = result.AgainstFigures is { } other ? Hold(other) : null, Details = [] };

        static PredictionFigures Hold(PredictionFigures figures) => figures with { Images = [.. figures.Images] };
    }

    static bool Fits(PredictionScores scores, int classes) => Fits(scores.Pixels, 3, classes) && Fits(scores.Unassigned, 2, classes);

    /// <summary>Whether numbers are labels with a count of pixels behind them.</summary>
    static bool Fits(IReadOnlyList<long> numbers, int width, int classes)
    {
        if (numbers.Count % width != 0) return false;
        for (int i = 0; i < numbers.Count; i++)
            if (numbers[i] < 0 || (i % width < width - 1 ? numbers[i] >= classes : numbers[i] > int.MaxValue)) return false;
        return true;
    }

    /// <summary>How many of all images are in the header's shard.</summary>
    static int Share(EvaluationHeader header)
    {
        string[] shard = header.Shard.Split('/');
        return shard.Length == 2 && int.TryParse(shard[0], out int part) && int.TryParse(shard[1], out int parts) && part >= 1 && part <= parts
            ? (header.Images - part + parts) / parts
            : header.Images;
    }
}
