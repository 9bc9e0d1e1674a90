namespace SegLab.Training.Checkpoints;

/// <summary>
/// What a weights file may say about its network, in JSON. Nothing in it is obligatory: a state dict that PyTorch saved says nothing, and the
/// arrays' shapes tell what the network is.
/// </summary>
sealed record WeightsMetadata
{
    public const string Key = "seglab";

    /// <summary>More poolings than any image has room for.</summary>
    const int MostDepth = 10;

    public NetworkShape? Network { get; init; }

    public int? InputChannels { get; init; }

    public int? LogitChannels { get; init; }

    public IReadOnlyList<string>? ClassNames { get; init; }

    public IReadOnlyList<float>? Mean { get; init; }

    public IReadOnlyList<float>? StandardDeviation { get; init; }

    public string? Loss { get; init; }

    public string? Dataset { get; init; }

    public string? Fingerprint { get; init; }

    public int? Epochs { get; init; }

    public int? Seed { get; init; }

    /// <summary>What a file says, and where it says nothing, what its arrays tell.</summary>
    /// <exception cref="InvalidDataException">Neither tells what the network is, or they cannot be.</exception>
    public static WeightsDescription Describe(SafetensorsFile file)
    {
        WeightsMetadata said = file.Metadata.ContainsKey(Key) ? CheckpointJson.Read(file, Key, CheckpointJson.Default.WeightsMetadata) : new();
        (NetworkShape Network, int InputChannels, int LogitChannels) found =
            said is { Network: { } network, InputChannels: { } input, LogitChannels: { } output } ? (network, input, output) : UNetTensors.Recognize(file);
        int channels = said.InputChannels ?? found.InputChannels, logits = said.LogitChannels ?? found.LogitChannels;
        var description = new WeightsDescription
        {
            Network = said.Network ?? found.Network,
            InputChannels = channels,
            LogitChannels = logits,
            ClassNames = said.ClassNames ?? [.. Enumerable.Range(0, logits == 1 ? 2 : Math.Max(logits, 0)).Select(label => $"class {label}")],
            Mean = said.Mean ?? [.. Enumerable.Repeat(0f, Math.Max(channels, 0))],
            StandardDeviation = said.StandardDeviation ?? [.. Enumerable.Repeat(1f, Math.Max(channels, 0))],
            Loss = said.Loss,
            Dataset = said.Dataset,
            Fingerprint = said.Fingerprint,
            Epochs = said.Epochs,
            Seed = said.Seed,
        };
        Check(file.Path, description);
        return description;
    }

    static void Check(string path, WeightsDescription description)
    {
        (int channels, int logits, NetworkShape network) = (description.InputChannels, description.LogitChannels, description.Network);
        if (channels < 1 || logits < 1 || network.Width < 1 || network.Depth is < 0 or > MostDepth)
            throw SafetensorsFile.Invalid(path,
                $"it describes a network of {channels} input channels, {logits} logit channels, width {network.Width} and depth {network.Depth}; " +
                $"expected 1 or more, and a depth of 0 to {MostDepth}");
        if (description.Mean.Count != channels || description.StandardDeviation.Count != channels)
            throw SafetensorsFile.Invalid(path,
                $"its description has {description.Mean.Count} means and {description.StandardDeviation.Count} deviations for {channels} channels");
        int classes = description.ClassNames.Count;
        if (classes != logits && !(classes == 2 && logits == 1))
            throw SafetensorsFile.Invalid(path, $"its description has {classes} class names for {logits} logit channels");
        try
        {
            _ = description.Normalization;
        }
        catch (ArgumentException failure)
        {
            throw SafetensorsFile.Invalid(path, $"of its description: {failure.Message.TrimEnd('.')}");
        }
    }
}
