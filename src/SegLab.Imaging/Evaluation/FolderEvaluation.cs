using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace SegLab.Imaging.Evaluation;

/// <summary>Evaluates folders of masks: image by image on several threads, in memory that does not grow with the pixels of all of them.</summary>
public static class FolderEvaluation
{
    /// <summary>Evaluates all images that the settings name.</summary>
    /// <param name="settings">What to evaluate and how.</param>
    /// <param name="state">A file to go on from and to write every image to as it is done; null for none.</param>
    /// <param name="progress">Is told how many images are done, and how many there are; may be called from any thread, one call at a time.</param>
    /// <param name="cancellation">Stops between images.</param>
    /// <exception cref="EvaluationException">Masks cannot be used, all of them listed, or the state is that of another evaluation.</exception>
    /// <exception cref="IOException">The state cannot be written.</exception>
    public static EvaluationResult Run(EvaluationSettings settings, string? state = null, Action<int, int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        long start = Stopwatch.GetTimestamp();
        (MaskPair[] pairs, int all, string[] unfit) = MaskPairs.Find(settings, cancellation);
        if (unfit.Length > 0 && !settings.KeepGoing) throw new EvaluationException(unfit);

        IReadOnlyList<ImageScores> done = [];
        using EvaluationState? file = state is null ? null : EvaluationState.Open(state, settings, all, out done);
        var images = new ImageScores?[all];
        foreach (ImageScores image in done) images[image.Index] = image;
        if (state is not null) CheckNames(state, images, pairs);
        var faults = new ConcurrentBag<string>(unfit);
        MaskPair[] left = [.. pairs.Where(pair => images[pair.Index] is null)];
        int reported = pairs.Length - left.Length;
        var gate = new Lock();
        try
        {
            Parallel.ForEach(
                Partitioner.Create(left, EnumerablePartitionerOptions.NoBuffering),
                new ParallelOptions { MaxDegreeOfParallelism = settings.Threads, CancellationToken = cancellation },
                () => new ImageEvaluator(settings),
                (pair, _, evaluator) =>
                {
                    try
                    {
                        images[pair.Index] = evaluator.Evaluate(pair);
                    }
                    catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
                    {
                        faults.Add(failure.Message.TrimEnd('.'));
                    }

                    if (images[pair.Index] is { } scores) file?.Add(scores);
                    lock (gate)
                    {
                        progress?.Invoke(++reported, pairs.Length);
                    }

                    return evaluator;
                },
                _ => { });
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }

        string[] leftOut = [.. faults.Order(StringComparer.Ordinal)];
        if (leftOut.Length > 0 && !settings.KeepGoing) throw new EvaluationException(leftOut);
        ImageScores[] scored = [.. images.OfType<ImageScores>()];
        if (scored.Length == 0) throw new EvaluationException(leftOut.Length > 0 ? EvaluationException.Describe(leftOut) : "There is no image to evaluate.");
        EvaluationResult result = EvaluationSummary.Of(EvaluationHeader.Of(settings, all), scored, settings.Threads);
        using Process process = Process.GetCurrentProcess();
        return result with { LeftOut = leftOut, Settings = settings, Files = [.. pairs.Where(pair => images[pair.Index] is not null)], Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds, PeakMemory = process.PeakWorkingSet64 };
    }

    /// <summary>Images are numbered by name: one that came, went or was renamed since would change what a number stands for.</summary>
    static void CheckNames(string state, ImageScores?[] done, MaskPair[] pairs)
    {
        foreach (MaskPair pair in pairs)
        {
            if (done[pair.Index] is { } image && image.Name != pair.Name)
                throw new EvaluationException($"{state}: its image {pair.Index} is '{image.Name}', but in the folders it is '{pair.Name}' now: name another file, or delete it.");
        }
    }

    /// <summary>Makes one result of the states of all shards: the figures of a single run.</summary>
    /// <exception cref="EvaluationException">The states do not belong together, or images are missing.</exception>
    /// <exception cref="InvalidDataException">A file is no state.</exception>
    public static EvaluationResult Merge(IReadOnlyList<string> states, bool keepGoing = false, int threads = 0)
    {
        (EvaluationHeader header, IReadOnlyList<ImageScores> images) = EvaluationState.Merge(states);
        if (images.Count == 0) throw new EvaluationException("There is no image in the states.");
        if (images.Count < header.Images && !keepGoing)
            throw new EvaluationException($"The states hold {images.Count} of {header.Images} images: a shard is missing or was stopped. With --keep-going these are evaluated.");
        return EvaluationSummary.Of(header, images, threads > 0 ? threads : Environment.ProcessorCount);
    }
}
