using System.Text.Json;
using SegLab.Imaging;
using SegLab.Training.Checkpoints;
using SegLab.Training.Networks;

namespace SegLab.Training.Onnx;

/// <summary>
/// Writes a trained U-Net as an ONNX model of operator set 15, which runs wherever ONNX does: images <c>[batch, channels, height, width]</c> of any
/// batch and size in, logits of the same height and width out. The normalization is part of the model; the names of the classes are in its metadata.
/// </summary>
public sealed record OnnxExport
{
    const int IrVersion = 8;

    /// <summary>The ONNX operator set of the models.</summary>
    public static int Opset => UNetGraph.Opset;

    /// <summary>The name of the model's input.</summary>
    public static string InputName => UNetGraph.Input;

    /// <summary>The largest sample of the images that the model takes, above 0: 1 (the default), or 255 for bytes turned into floats.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0 and finite.</exception>
    public float SampleMaximum
    {
        get;
        init => field = value > 0 && float.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The largest sample must be above 0 and finite.");
    } = 1;

    /// <summary>
    /// Whether the model gives probabilities (softmax over the classes; sigmoid of a single channel), by the name <c>probabilities</c>, in place of
    /// <c>logits</c>.
    /// </summary>
    public bool Probabilities { get; init; }

    /// <summary>The name of the model's output.</summary>
    public string OutputName => Probabilities ? UNetGraph.Probabilities : UNetGraph.Logits;

    /// <summary>What the images must be, in a sentence.</summary>
    public string DescribeInput(WeightsDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        string kind = description.InputChannels switch { 1 => "grey images", 3 => "RGB images", _ => $"images of {description.InputChannels} channels" };
        return $"{kind}, samples of 0 to {SampleMaximum}, {1 << description.Network.Depth} pixels or more a side";
    }

    /// <summary>Writes a model, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="weights">The weights of a <see cref="UNet"/>.</param>
    /// <exception cref="InvalidDataException">The weights are not those of a U-Net, or take more than the 2 GiB of an ONNX file.</exception>
    /// <exception cref="IOException">The disk refused it; a file that was there before is intact.</exception>
    public void Write(string path, WeightsFile weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        WeightsDescription description = weights.Description;
        if (weights.Build() is not UNet network)
            throw new InvalidDataException($"Only a U-Net can be written as an ONNX model, and the weights are of '{description.Network.Name}'.");
        ProtobufMessage model = Model(new UNetGraph(network, description.Normalization, this, DescribeInput(description)), description);
        if (model.Length > int.MaxValue)
            throw new InvalidDataException($"The model takes {model.Length} bytes, and an ONNX file holds {int.MaxValue} at most.");
        AtomicFile.Write(path, model.WriteTo);
    }

    /// <summary><c>ModelProto</c> of onnx.proto3.</summary>
    ProtobufMessage Model(UNetGraph graph, WeightsDescription description)
    {
        const int irVersionField = 1, producerField = 2, producerVersionField = 3, graphField = 7, opsetField = 8, metadataField = 14;
        const int versionField = 2, keyField = 1, valueField = 2;
        return new ProtobufMessage()
            .Add(irVersionField, IrVersion)
            .Add(producerField, "SegLab")
            .Add(producerVersionField, typeof(OnnxExport).Assembly.GetName().Version!.ToString(3))
            .Add(opsetField, new ProtobufMessage().Add(versionField, Opset))
            .Add(graphField, graph.Message)
            .Add(metadataField, Entry("class_names", JsonSerializer.Serialize(description.ClassNames, CheckpointJson.Default.IReadOnlyListString)))
            .Add(metadataField, Entry("images", DescribeInput(description)))
            .Add(metadataField, Entry(WeightsMetadata.Key, JsonSerializer.Serialize(description, CheckpointJson.Default.WeightsDescription)));

        static ProtobufMessage Entry(string key, string text) => new ProtobufMessage().Add(keyField, key).Add(valueField, text);
    }
}
