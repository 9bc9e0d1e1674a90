using SegLab.Imaging.Masks;

namespace SegLab.Imaging.Evaluation;

/// <summary>Finds which prediction belongs to which true mask, and what does not fit, before any of them is read.</summary>
static class MaskPairs
{
    // The longer ones first, so that x.nii.gz is called x.
    static readonly string[] extensions = [".nii.gz", ".png", ".npy", ".npz", ".nii"];

    /// <summary>The images of the shard that can be evaluated, how many there are in all shards, and a line for each mask that cannot be used.</summary>
    /// <exception cref="EvaluationException">There is no such folder, or nothing in it.</exception>
    public static (MaskPair[] Pairs, int All, string[] Faults) Find(EvaluationSettings settings, CancellationToken cancellation)
    {
        SortedDictionary<string, string> truths = Masks(settings.Truth, settings.TruthSuffix, "truth", out List<string> faults);
        Dictionary<string, SortedDictionary<string, string>> predictions = new() { ["prediction"] = Masks(settings.Prediction, settings.PredictionSuffix, "prediction", out List<string> twice) };
        faults.AddRange(twice);
        if (settings.Against is { } against)
        {
            predictions["against"] = Masks(against, settings.PredictionSuffix, "against", out twice);
            faults.AddRange(twice);
        }

        if (truths.Count == 1 && predictions.Values.All(files => files.Count == 1) && File.Exists(settings.Truth))
            return Check([new MaskPair(0, truths.Keys.First(), predictions["prediction"].Values.First(), settings.Truth, settings.Against)], faults, settings, cancellation);

        foreach ((string role, SortedDictionary<string, string> files) in predictions)
        {
            string folder = role == "against" ? settings.Against! : settings.Prediction;
            faults.AddRange(truths.Where(truth => !files.ContainsKey(truth.Key)).Select(truth => $"{truth.Value}: there is no mask '{truth.Key}' in {folder}"));
            faults.AddRange(files.Where(file => !truths.ContainsKey(file.Key)).Select(file => $"{file.Value}: there is no true mask '{file.Key}' in {settings.Truth}"));
        }

        string[] names = [.. truths.Keys.Where(name => predictions.Values.All(files => files.ContainsKey(name)))];
        IEnumerable<MaskPair> pairs = names.Select((name, index) =>
            new MaskPair(index, name, predictions["prediction"][name], truths[name], predictions.GetValueOrDefault("against")?[name]));
        return Check([.. pairs], faults, settings, cancellation);
    }

    static SortedDictionary<string, string> Masks(string path, string suffix, string role, out List<string> faults)
    {
        faults = [];
        var masks = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (File.Exists(path))
        {
            masks.Add(NameOf(Path.GetFileName(path), "") ?? Path.GetFileName(path), path);
            return masks;
        }

        if (!Directory.Exists(path)) throw new EvaluationException($"--{role}: there is no folder '{path}'.");
        foreach (string file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (NameOf(Path.GetRelativePath(path, file), suffix) is not { } name) continue;
            if (!masks.TryAdd(name, file)) faults.Add($"{file}: {Path.GetFileName(masks[name])} beside it has the same name");
        }

        string ending = suffix.Length == 0 ? "" : $" whose name ends in '{suffix}'";
        return masks.Count > 0 ? masks : throw new EvaluationException($"--{role}: the folder '{path}' has no mask{ending} (PNG, NPY, NPZ, NIfTI).");
    }

    static string? NameOf(string file, string suffix)
    {
        string? extension = extensions.FirstOrDefault(known => file.EndsWith(known, StringComparison.OrdinalIgnoreCase));
        if (extension is null) return null;
        string name = file[..^extension.Length].Replace('\\', '/');
        return name.EndsWith(suffix, StringComparison.Ordinal) ? name[..^suffix.Length] : null;
    }

    static (MaskPair[] Pairs, int All, string[] Faults) Check(MaskPair[] all, List<string> faults, EvaluationSettings settings, CancellationToken cancellation)
    {
        MaskPair[] pairs = [.. all.Where(pair => pair.Index % settings.Shards == settings.Shard - 1)];
        if (AreSmall(pairs) && (faults.Count == 0 || settings.KeepGoing)) return (pairs, all.Length, [.. faults.Order(StringComparer.Ordinal)]);
        var found = new string?[pairs.Length];
        Parallel.For(0, pairs.Length, new ParallelOptions { MaxDegreeOfParallelism = settings.Threads, CancellationToken = cancellation }, i => found[i] = FaultOf(pairs[i], settings.Probabilities));
        MaskPair[] usable = [.. pairs.Where((_, i) => found[i] is null)];
        return (usable, all.Length, [.. faults.Concat(found.OfType<string>()).Order(StringComparer.Ordinal)]);
    }

    // Opening small files costs as much as reading them: their sizes are compared when they are read, within seconds, unless there is something to tell already.
    static bool AreSmall(MaskPair[] pairs) => pairs.Take(64).DefaultIfEmpty().Average(pair => pair is null ? 0 : new FileInfo(pair.Truth).Length) < 1 << 16;

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
