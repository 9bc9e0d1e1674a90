using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SegLab.Training.Networks;

namespace SegLab.Training.Checkpoints;

/// <summary>
/// The weights of a trained network in a safetensors file, with all that is needed to use them: PyTorch's <c>state_dict</c>, by its names and in
/// its shapes, and a text that describes the network.
/// </summary>
public sealed class WeightsFile
{
    readonly SafetensorsFile content;

    WeightsFile(SafetensorsFile content, WeightsDescription description) => (this.content, Description) = (content, description);

    /// <summary>What the file says beside the weights.</summary>
    public WeightsDescription Description { get; }

    /// <summary>Tells weights apart, and the normalization that belongs to them.</summary>
    internal string Fingerprint
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (Parameter tensor in content.Tensors.Values.OrderBy(tensor => tensor.Name, StringComparer.Ordinal))
            {
                hash.AppendData(Encoding.UTF8.GetBytes($"{tensor.Name} [{string.Join(", ", tensor.Shape)}]\n"));
                hash.AppendData(MemoryMarshal.AsBytes(tensor.Values.AsSpan()));
            }

            hash.AppendData(MemoryMarshal.AsBytes<float>([.. Description.Mean, .. Description.StandardDeviation]));
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }

    /// <summary>Writes a network's parameters and buffers, whole or not at all.</summary>
    /// <exception cref="IOException">The disk refused it; a file that was there before is intact.</exception>
    public static void Save(string path, Network network, WeightsDescription description)
    {
        ArgumentNullException.ThrowIfNull(network);
        string text = JsonSerializer.Serialize(description, CheckpointJson.Default.WeightsDescription);
        SafetensorsFile.Write(path, new Dictionary<string, string> { [WeightsMetadata.Key] = text }, [.. network.Parameters, .. network.Buffers]);
    }

    /// <summary>
    /// Reads a file and checks all of it. One that PyTorch saved of a U-Net needs no description: the shapes tell width, depth, channels and
    /// classes, the classes go by their numbers, and images are taken as 0..1.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is not a weights file; the message names what is wrong.</exception>
    public static WeightsFile Load(string path)
    {
        SafetensorsFile content = SafetensorsFile.Read(path);
        return new WeightsFile(content, WeightsMetadata.Describe(content));
    }

    /// <summary>Sets a network's parameters and buffers.</summary>
    /// <exception cref="InvalidDataException">The network has other arrays, or arrays of other shapes; nothing was set then.</exception>
    public void CopyTo(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        content.CopyTo([.. network.Parameters, .. network.Buffers]);
    }

    /// <summary>Builds the network that the file describes, with its weights.</summary>
    /// <exception cref="InvalidDataException">
    /// This version does not know the kind of network, or the file lacks an array of it, has one too many, or one of another shape.
    /// </exception>
    public Network Build()
    {
        Network network = Description.Network.Build(Description.InputChannels, Description.LogitChannels, seed: 0);
        CopyTo(network);
        return network;
    }
}
