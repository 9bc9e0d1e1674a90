namespace SegLab.Training.Onnx;

/// <summary>A graph of operators: <c>GraphProto</c> of onnx.proto3. A node has one result, which goes by the node's name.</summary>
sealed class OnnxGraph
{
    const int NodeField = 1, NameField = 2, TensorField = 5, InputField = 11, OutputField = 12;
    const int FloatElements = 1;

    /// <summary>The graph as a message; what is added later is in it too.</summary>
    public ProtobufMessage Message { get; } = new();

    public OnnxGraph(string name) => Message.Add(NameField, name);

    /// <summary>Adds a node.</summary>
    /// <param name="type">The operator.</param>
    /// <param name="name">The name of the node and of its result.</param>
    /// <param name="inputs">Results of nodes, tensors and inputs by their names; empty for one that is left out.</param>
    /// <param name="attributes">The operator's attributes.</param>
    /// <returns>The name.</returns>
    public string Node(string type, string name, string[] inputs, params OnnxAttribute[] attributes)
    {
        const int inputField = 1, outputField = 2, nameField = 3, typeField = 4, attributeField = 5;
        var node = new ProtobufMessage();
        foreach (string input in inputs) node.Add(inputField, input);
        node.Add(outputField, name).Add(nameField, name).Add(typeField, type);
        foreach (OnnxAttribute attribute in attributes) node.Add(attributeField, attribute.Message);
        Message.Add(NodeField, node);
        return name;
    }

    /// <summary>Adds a constant tensor.</summary>
    /// <returns>Its name.</returns>
    public string Tensor(string name, IReadOnlyList<int> shape, float[] values)
    {
        const int extentField = 1, typeField = 2, nameField = 8, bytesField = 9;
        var tensor = new ProtobufMessage();
        foreach (int extent in shape) tensor.Add(extentField, extent);
        Message.Add(TensorField, tensor.Add(typeField, FloatElements).Add(nameField, name).Add(bytesField, values));
        return name;
    }

    /// <summary>Declares what the graph takes.</summary>
    /// <returns>Its name.</returns>
    public string Input(string name, int channels, string description) => Declare(InputField, name, channels, description);

    /// <summary>Declares which node's result the graph gives.</summary>
    /// <returns>Its name.</returns>
    public string Output(string name, int channels, string description) => Declare(OutputField, name, channels, description);

    /// <summary>A tensor <c>[batch, channels, height, width]</c> of which the channels alone are fixed.</summary>
    string Declare(int field, string name, int channels, string description)
    {
        const int nameField = 1, typeField = 2, descriptionField = 3, tensorField = 1, elementField = 1, shapeField = 2, extentField = 1, valueField = 1, symbolField = 2;
        ProtobufMessage shape = new ProtobufMessage()
            .Add(extentField, new ProtobufMessage().Add(symbolField, "batch"))
            .Add(extentField, new ProtobufMessage().Add(valueField, channels))
            .Add(extentField, new ProtobufMessage().Add(symbolField, "height"))
            .Add(extentField, new ProtobufMessage().Add(symbolField, "width"));
        ProtobufMessage type = new ProtobufMessage().Add(tensorField, new ProtobufMessage().Add(elementField, FloatElements).Add(shapeField, shape));
        Message.Add(field, new ProtobufMessage().Add(nameField, name).Add(typeField, type).Add(descriptionField, description));
        return name;
    }
}
