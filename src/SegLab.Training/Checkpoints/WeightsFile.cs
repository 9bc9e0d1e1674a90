using System.Text.Json;
using SegLab.Training.Networks;

namespace SegLab.Training.Checkpoints;

/// <summary>The weights of a trained network in a safetensors file, with all that is needed to use them.</summary>
public sealed class WeightsFile
{
    const string Key = "seglab";
    readonly SafetensorsFile content;

    WeightsFile(SafetensorsFile content, WeightsDescription description) => (this.content, Description) = (content, description);

    /// <summary>What the file says beside the weights.</summary>
    public WeightsDescription Description { get; }

    /// <summary>Writes a network's parameters and buffers, whole or not at all.</summary>
    /// <exception cref="IOException">The disk refused it; a file that was there before is intact.</exception>
    public static void Save(string path, Network network, WeightsDescription description)
    {
        ArgumentNullException.ThrowIfNull(network);
        string text = JsonSerializer.Serialize(description, CheckpointJson.Default.WeightsDescription);
        SafetensorsFile.Write(path, new Dictionary<string, string> { [Key] = text }, [.. network.Parameters, .. network.Buffers]);
    }

    /// <summary>Reads a file and checks all of it.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is not a weights file; the message names what is wrong.</exception>
    public static WeightsFile Load(string path)
    {
        SafetensorsFile content = SafetensorsFile.Read(path);
        WeightsDescription description = CheckpointJson.Read(content, Key, CheckpointJson.Default.WeightsDescription);
        int channels = description.InputChannels;
        if (description.ClassNames.Count == 0 || description.Mean.Count != channels || description.StandardDeviation.Count != channels)
            throw SafetensorsFile.Invalid(path,
                $"its description has {description.ClassNames.Count} class names, {description.Mean.Count} means and " +
                $"{description.StandardDeviation.Count} deviations for {channels} channels");
        return new WeightsFile(content, description);
    }

    /// <summary>Sets a network's parameters and buffers.</summary>
    /// <exception cref="InvalidDataException">The network has other arrays, or arrays of other shapes; nothing was set then.</exception>
    public void CopyTo(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        content.CopyTo([.. network.Parameters, .. network.Buffers]);
    }
}
