using Microsoft.ML.OnnxRuntime;

namespace SegLab.Training.Tests.Onnx;

/// <summary>A model as ONNX Runtime has it.</summary>
sealed class OnnxModel : IDisposable
{
    readonly InferenceSession session;
    readonly RunOptions options = new();

    public OnnxModel(string path)
    {
        using var settings = new SessionOptions { IntraOpNumThreads = 2, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        session = new InferenceSession(path, settings);
    }

    public IReadOnlyDictionary<string, string> Metadata => session.ModelMetadata.CustomMetadataMap;

    public KeyValuePair<string, NodeMetadata> Input => session.InputMetadata.Single();

    public KeyValuePair<string, NodeMetadata> Output => session.OutputMetadata.Single();

    /// <summary>Runs the model on a batch and checks the shape of the result.</summary>
    public float[] Run(FeatureMap images)
    {
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(images.Values.ToArray(), [images.Batch, images.Channels, images.Height, images.Width]);
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, [Input.Key], [input], [Output.Key]);
        Assert.Equal([images.Batch, Output.Value.Dimensions[1], images.Height, images.Width], outputs[0].GetTensorTypeAndShape().Shape);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    public void Dispose()
    {
        session.Dispose();
        options.Dispose();
    }
}
