namespace SegLab.Training.Onnx;

/// <summary>An attribute of a node: <c>AttributeProto</c> of onnx.proto3.</summary>
sealed class OnnxAttribute
{
    const int NameField = 1, FloatField = 2, IntegerField = 3, TextField = 4, IntegersField = 8, TypeField = 20;
    const int FloatType = 1, IntegerType = 2, TextType = 3, IntegersType = 7;

    OnnxAttribute(string name, int type) => Message.Add(NameField, name).Add(TypeField, type);

    public ProtobufMessage Message { get; } = new();

    public static OnnxAttribute Of(string name, float value)
    {
        var attribute = new OnnxAttribute(name, FloatType);
        attribute.Message.Add(FloatField, value);
        return attribute;
    }

    public static OnnxAttribute Of(string name, int value)
    {
        var attribute = new OnnxAttribute(name, IntegerType);
        attribute.Message.Add(IntegerField, value);
        return attribute;
    }

    public static OnnxAttribute Of(string name, string value)
    {
        var attribute = new OnnxAttribute(name, TextType);
        attribute.Message.Add(TextField, value);
        return attribute;
    }

    public static OnnxAttribute Of(string name, params ReadOnlySpan<int> values)
    {
        var attribute = new OnnxAttribute(name, IntegersType);
        foreach (int value in values) attribute.Message.Add(IntegersField, value);
        return attribute;
    }
}
