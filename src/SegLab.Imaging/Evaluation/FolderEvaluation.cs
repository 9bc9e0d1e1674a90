using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using SegLab.Imaging.Storage;

namespace SegLab.Imaging.Evaluation;

/// <summary>Evaluates folders of masks: image by image on several threads, in memory that grows neither with the images nor with their pixels.</summary>
public static class FolderEvaluation
{
    /// <summary>Evaluates all images that the settings name.</summary>
    /// <param name="settings">What to evaluate and how.</param>
    /// <param name="state">A file to go on from and to write every image to as it is done; null for none.</param>
    /// <param name="progress">Is told how many images are done, and how many there are; may be called from any thread, one call at a time.</param>
    /// <param name="cancellation">Stops between images.</param>
    /// <exception cref="EvaluationException">Masks cannot be used, all of them listed, or the state is that of another evaluation.</exception>
    /// <exception cref="IOException">The state cannot be written, or a temporary file: what is kept of each image lies there as long as the result is in use.</exception>
    public static EvaluationResult Run(EvaluationSettings settings, string? state = null, Action<int, int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        long start = Stopwatch.GetTimestamp();
        (StoredItems<MaskPair> pairs, int all, string[] unfit) = MaskPairs.Find(settings, cancellation);
        if (unfit.Length > 0 && !settings.KeepGoing) throw new EvaluationException(unfit);

        var images = new StoredItems<ImageScores>(new ImageScoresFormat());
        using EvaluationState? file = state is null ? null : EvaluationState.Open(state, settings, all, images);
        int reported = state is null ? 0 : CheckNames(state, images, pairs);
        IEnumerable<MaskPair> left = reported == 0 ? pairs : pairs.Where(pair => !images.Contains(pair.Index));
        var faults = new ConcurrentBag<string>(unfit);
        var gate = new Lock();
        try
        {
            Parallel.ForEach(
                Partitioner.Create(left, EnumerablePartitionerOptions.NoBuffering),
                new ParallelOptions { MaxDegreeOfParallelism = settings.Threads, CancellationToken = cancellation },
                () => new ImageEvaluator(settings),
                (pair, _, evaluator) =>
                {
                    if (Evaluate(evaluator, pair, faults) is { } scores)
                    {
                        images.Set(pair.Index, scores);
                        file?.Add(scores);
                    }

                    lock (gate)
                    {
                        progress?.Invoke(++reported, pairs.Count);
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
        if (images.Count == 0) throw new EvaluationException(leftOut.Length > 0 ? EvaluationException.Describe(leftOut) : "There is no image to evaluate.");
        EvaluationResult result = EvaluationSummary.Of(EvaluationHeader.Of(settings, all), images.ToList(), settings.Threads);
        using Process process = Process.GetCurrentProcess();
        return result with
        {
            LeftOut = leftOut,
            Settings = settings,
            Files = pairs.ToList(images.Numbers),
            Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds,
            PeakMemory = process.PeakWorkingSet64,
        };
    }

    static ImageScores? Evaluate(ImageEvaluator evaluator, MaskPair pair, ConcurrentBag<string> faults)
    {
        try
        {
            return evaluator.Evaluate(pair);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            faults.Add(failure.Message.TrimEnd('.'));
            return null;
        }
    }

    /// <summary>Images are numbered by name: one that came, went or was renamed since would change what a number stands for.</summary>
    /// <returns>How many of the images are done.</returns>
    static int CheckNames(string state, StoredItems<ImageScores> done, StoredItems<MaskPair> pairs)
    {
        int count = 0;
        using IEnumerator<ImageScores> images = done.GetEnumerator();
        bool isMore = images.MoveNext();
        foreach (MaskPair pair in pairs)
        {
            while (isMore && images.Current.Index < pair.Index) isMore = images.MoveNext();
            if (!isMore || images.Current.Index != pair.Index) continue;
            if (images.Current.Name != pair.Name)
                throw new EvaluationException($"{state}: its image {pair.Index} is '{images.Current.Name}', but in the folders it is '{pair.Name}' now: name another file, or delete it.");
            count++;
        }

        return count;
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
