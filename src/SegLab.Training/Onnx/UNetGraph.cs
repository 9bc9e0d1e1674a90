using SegLab.Training.Data;
using SegLab.Training.Layers;
using SegLab.Training.Networks;

namespace SegLab.Training.Onnx;

/// <summary>A U-Net as a graph of ONNX operators, whose tensors have the names of the network's parameters.</summary>
sealed class UNetGraph
{
    /// <summary>The operator set whose operators are meant: ONNX 1.10, 2021.</summary>
    public const int Opset = 15;

    public const string Input = "images", Logits = "logits", Probabilities = "probabilities";

    readonly OnnxGraph graph = new("unet");

    /// <param name="network">The network, as it is at inference.</param>
    /// <param name="normalization">What it was trained with, for samples of 0..1.</param>
    /// <param name="export">What the graph takes and gives.</param>
    /// <param name="inputText">What the images must be, for people.</param>
    public UNetGraph(UNet network, Normalization normalization, OnnxExport export, string inputText)
    {
        foreach (Parameter parameter in network.Parameters.Concat(network.Buffers)) graph.Tensor(parameter.Name, parameter.Shape, parameter.Values);
        string map = Normalize(graph.Input(Input, network.InputChannels, inputText), normalization, export.SampleMaximum);
        var skips = new List<string>();
        for (int level = 0; level <= network.Depth; level++)
        {
            if (level > 0) map = graph.Node("MaxPool", $"encoder.{level}.pool", [map], OnnxAttribute.Of("kernel_shape", 2, 2), OnnxAttribute.Of("strides", 2, 2));
            map = Block($"encoder.{level}", map);
            skips.Add(map);
        }

        for (int level = network.Depth - 1; level >= 0; level--)
        {
            string block = $"decoder.{level}", skip = skips[level];
            map = Block(block, graph.Node("Concat", $"{block}.concatenated", [Upsample(block, map, skip), skip], OnnxAttribute.Of("axis", 1)));
        }

        string result = graph.Node("Conv", Logits, [map, "head.weight", "head.bias"], OnnxAttribute.Of("kernel_shape", 1, 1));
        if (export.Probabilities) result = Activate(result, network.Classes);
        graph.Output(result, network.Classes, $"{result} of the classes at each pixel");
    }

    /// <summary>The graph as a message.</summary>
    public ProtobufMessage Message => graph.Message;

    /// <summary>The figures are scaled, not the images: one operator less.</summary>
    string Normalize(string images, Normalization normalization, float sampleMaximum)
    {
        int[] shape = [1, normalization.Channels, 1, 1];
        string mean = graph.Tensor("normalization.mean", shape, [.. normalization.Mean.Select(value => value * sampleMaximum)]);
        string deviation = graph.Tensor("normalization.std", shape, [.. normalization.StandardDeviation.Select(value => value * sampleMaximum)]);
        return graph.Node("Div", "normalized", [graph.Node("Sub", "centred", [images, mean]), deviation]);
    }

    string Block(string name, string map)
    {
        for (int unit = 1; unit <= 2; unit++)
        {
            string convolution = $"{name}.conv{unit}", normalization = $"{name}.bn{unit}";
            map = graph.Node(
                "Conv", convolution, [map, $"{convolution}.weight"], OnnxAttribute.Of("kernel_shape", 3, 3), OnnxAttribute.Of("pads", 1, 1, 1, 1));
            map = graph.Node(
                "BatchNormalization", normalization,
                [map, $"{normalization}.weight", $"{normalization}.bias", $"{normalization}.running_mean", $"{normalization}.running_var"],
                OnnxAttribute.Of("epsilon", (float)BatchNormalization.Epsilon));
            map = graph.Node("Relu", $"{name}.relu{unit}", [map]);
        }

        return map;
    }

    /// <summary>To the size of the skip, whatever it is: sides need not be multiples of a power of two.</summary>
    string Upsample(string block, string map, string skip)
    {
        string images = graph.Node("Shape", $"{block}.batch_and_channels", [map], OnnxAttribute.Of("start", 0), OnnxAttribute.Of("end", 2));
        string sides = graph.Node("Shape", $"{block}.height_and_width", [skip], OnnxAttribute.Of("start", 2));
        string size = graph.Node("Concat", $"{block}.size", [images, sides], OnnxAttribute.Of("axis", 0));
        return graph.Node(
            "Resize", $"{block}.up", [map, "", "", size], OnnxAttribute.Of("mode", "linear"),
            OnnxAttribute.Of("coordinate_transformation_mode", "half_pixel"));
    }

    string Activate(string logits, int classes) => classes == 1
        ? graph.Node("Sigmoid", Probabilities, [logits])
        : graph.Node("Softmax", Probabilities, [logits], OnnxAttribute.Of("axis", 1));
}
