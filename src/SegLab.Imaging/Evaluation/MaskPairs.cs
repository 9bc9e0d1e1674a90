using SegLab.Imaging.Masks;
using SegLab.Imaging.Storage;

namespace SegLab.Imaging.Evaluation;

/// <summary>Finds which prediction belongs to which true mask, and what does not fit, before any of them is read.</summary>
static class MaskPairs
{
    const int CheckedAtOnce = 4096;

    /// <summary>The images of the shard that can be evaluated by their numbers, how many there are in all shards, and a line for each mask that cannot be used.</summary>
    /// <exception cref="EvaluationException">There is no such folder, or nothing in it.</exception>
    /// <exception cref="IOException">A folder cannot be read, or a temporary file not written.</exception>
    public static (StoredItems<MaskPair> Pairs, int All, string[] Faults) Find(EvaluationSettings settings, CancellationToken cancellation)
    {
        var truth = MaskFolder.Find(settings.Truth, settings.TruthSuffix, "truth");
        List<MaskFolder> predictions = [MaskFolder.Find(settings.Prediction, settings.PredictionSuffix, "prediction")];
        if (settings.Against is { } against) predictions.Add(MaskFolder.Find(against, settings.PredictionSuffix, "against"));

        List<string> faults = [];
        var pairs = new StoredItems<MaskPair>(new MaskPairFormat(settings));
        int all = 0;
        bool isOne = File.Exists(settings.Truth) && predictions.TrueForAll(folder => folder.IsSingle);
        foreach ((string name, string[] files) in isOne ? One(truth, predictions, faults) : Match(truth, predictions, faults))
        {
            int index = all++;
            if (index % settings.Shards == settings.Shard - 1) pairs.Set(index, new MaskPair(index, name, files[1], files[0], files.ElementAtOrDefault(2)));
        }

        if (!AreSmall(pairs) || (faults.Count > 0 && !settings.KeepGoing)) pairs = Usable(pairs, faults, settings, cancellation);
        return (pairs, all, [.. faults.Order(StringComparer.Ordinal)]);
    }

    /// <summary>A single mask has the name of the truth, whatever the predictions are called.</summary>
    static IEnumerable<(string Name, string[] Files)> One(MaskFolder truth, List<MaskFolder> predictions, List<string> faults)
    {
        NamedMask[] masks = [.. predictions.Prepend(truth).Select(folder => folder.InOrder(faults).Single())];
        yield return (masks[0].Name, [.. masks.Select(mask => mask.File)]);
    }

    /// <summary>The names that all folders have, with the files of the truth and of the predictions; of the others a fault each.</summary>
    static IEnumerable<(string Name, string[] Files)> Match(MaskFolder truth, List<MaskFolder> predictions, List<string> faults)
    {
        MaskFolder[] folders = [truth, .. predictions];
        IEnumerator<NamedMask>[] masks = [.. folders.Select(folder => folder.InOrder(faults).GetEnumerator())];
        bool[] isThere = [.. masks.Select(folder => folder.MoveNext())];
        while (isThere.Contains(true))
        {
            string name = masks.Where((_, i) => isThere[i]).Select(folder => folder.Current.Name).Min(StringComparer.Ordinal)!;
            string?[] files = [.. masks.Select((folder, i) => isThere[i] && folder.Current.Name == name ? folder.Current.File : null)];
            for (int i = 1; i < files.Length; i++)
            {
                if (files[0] is { } alone && files[i] is null) faults.Add($"{alone}: there is no mask '{name}' in {folders[i].Path}");
                if (files[0] is null && files[i] is { } other) faults.Add($"{other}: there is no true mask '{name}' in {truth.Path}");
            }

            if (!files.Contains(null)) yield return (name, [.. files.OfType<string>()]);
            for (int i = 0; i < files.Length; i++)
                if (files[i] is not null) isThere[i] = masks[i].MoveNext();
        }
    }

    // Opening small files costs as much as reading them: their sizes are compared when they are read, within seconds, unless there is something to tell already.
    static bool AreSmall(StoredItems<MaskPair> pairs) => pairs.Take(64).DefaultIfEmpty().Average(pair => pair is null ? 0 : new FileInfo(pair.Truth).Length) < 1 << 16;

    static StoredItems<MaskPair> Usable(StoredItems<MaskPair> pairs, List<string> faults, EvaluationSettings settings, CancellationToken cancellation)
    {
        var usable = new StoredItems<MaskPair>(new MaskPairFormat(settings));
        foreach (MaskPair[] some in pairs.Chunk(CheckedAtOnce))
        {
            var found = new string?[some.Length];
            Parallel.For(0, some.Length, new ParallelOptions { MaxDegreeOfParallelism = settings.Threads, CancellationToken = cancellation }, i => found[i] = FaultOf(some[i], settings.Probabilities));
            faults.AddRange(found.OfType<string>());
            for (int i = 0; i < some.Length; i++)
                if (found[i] is null) usable.Set(some[i].Index, some[i]);
        }

        return usable;
    }

    static string? FaultOf(MaskPair pair, bool probabilities)
    {
        try
        {
            MaskShape truth = LabelMapFile.ReadShape(pair.Truth);
            if (probabilities) return null;
            foreach (string other in new[] { pair.Prediction, pair.Against }.OfType<string>())
                if (LabelMapFile.ReadShape(other) is var shape && shape != truth) return $"{other} is {shape}, but {pair.Truth} is {truth}";
            return null;
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return failure.Message.TrimEnd('.');
        }
    }
}
