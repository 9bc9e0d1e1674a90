namespace SegLab.Imaging.Evaluation;

/// <summary>What the state of an evaluation holds at a moment: while it grows, after it was stopped, or at its end.</summary>
/// <param name="Header">What is evaluated, and how.</param>
/// <param name="Done">How many images are done.</param>
/// <param name="Expected">How many the state will have at the end, unless some are left out.</param>
/// <param name="Figures">The figures of the images that are done; null before the first.</param>
sealed record EvaluationSnapshot(EvaluationHeader Header, int Done, int Expected, EvaluationResult? Figures)
{
    /// <summary>Looks at a state. The figures take one thread, so that they leave the others to the evaluation.</summary>
    /// <exception cref="InvalidDataException">The file is no state, or damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static EvaluationSnapshot Read(string path)
    {
        (EvaluationHeader header, IReadOnlyList<ImageScores> images) = EvaluationState.Read(path);
        return new EvaluationSnapshot(header, images.Count, Share(header), images.Count == 0 ? null : InMemory(EvaluationSummary.Of(header, images, threads: 1)));
    }

    /// <summary>The same result without temporary files and what is kept of the images: many are in use for long, and are drawn again and again.</summary>
    static EvaluationResult InMemory(EvaluationResult result)
    {
        return result with { Figures = Hold(result.Figures), AgainstFigures = result.AgainstFigures is { } other ? Hold(other) : null, Details = [] };

        static PredictionFigures Hold(PredictionFigures figures) => figures with { Images = [.. figures.Images] };
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
