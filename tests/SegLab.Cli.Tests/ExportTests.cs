using System.Text;
using System.Text.Json;
using SegLab.Training.Checkpoints;
using SegLab.Training.Networks;

namespace SegLab.Cli.Tests;

/// <summary><c>seglab export</c> from the outside; what is in a model, the tests of SegLab.Training hold against a runtime.</summary>
public sealed class ExportTests : IDisposable
{
    readonly Workspace workspace = new();

    public void Dispose() => workspace.Dispose();

    [Fact]
    public void Writes_a_model_and_says_what_it_takes_and_gives()
    {
        Tool.Outcome outcome = Tool.Run("export", "--weights", Weights(), "--out", workspace["model.onnx"], "--sample-maximum", "255");
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        string[] lines = outcome.Output.Split('\n', StringSplitOptions.TrimEntries);
        Assert.Matches(@"^file +.*model\.onnx, 0\.0\d MB, ONNX model, operator set 15$", lines[0]);
        Assert.Matches("^network +U-Net of width 2 and depth 2$", lines[1]);
        Assert.Matches(@"^images +float32 \[batch, 1, height, width\], grey images, samples of 0 to 255, 4 pixels or more a side$", lines[2]);
        Assert.Matches(@"^logits +float32 \[batch, 2, height, width\]$", lines[3]);
        Assert.Matches(@"^normalization +mean 0\.2500; deviation 0\.5000; part of the model$", lines[4]);
        Assert.Matches("^classes +ground, square$", lines[5]);
        string model = Encoding.Latin1.GetString(File.ReadAllBytes(workspace["model.onnx"]));
        Assert.Contains("decoder.1.conv2.weight", model, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_tells_programs_the_same()
    {
        Tool.Outcome outcome = Tool.Run("export", "--weights", Weights(), "--out", workspace["model.bin"], "--format", "onnx", "--probabilities", "--json");
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        using JsonDocument printed = JsonDocument.Parse(outcome.Output);
        JsonElement root = printed.RootElement;
        Assert.Equal(("onnx", "images", "probabilities"), (Text("format"), Text("input"), Text("output")));
        Assert.Equal(new FileInfo(workspace["model.bin"]).Length, root.GetProperty("bytes").GetInt64());
        Assert.Equal(["ground", "square"], root.GetProperty("classNames").EnumerateArray().Select(name => name.GetString()));

        string? Text(string name) => root.GetProperty(name).GetString();
    }

    [Fact]
    public void Weights_are_written_as_they_were()
    {
        string weights = Weights(), copy = workspace["copy.safetensors"];
        Tool.Outcome outcome = Tool.Run("export", "--weights", weights, "--out", copy);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Equal(File.ReadAllBytes(weights), File.ReadAllBytes(copy));
    }

    [Theory]
    [InlineData(2, "ends in neither .onnx nor .safetensors", "--weights", "WEIGHTS", "--out", "model.bin")]
    [InlineData(2, "--format is onnx or safetensors, not 'tflite'", "--weights", "WEIGHTS", "--out", "model.onnx", "--format", "tflite")]
    [InlineData(2, "--sample-maximum is above 0, not 0", "--weights", "WEIGHTS", "--out", "model.onnx", "--sample-maximum", "0")]
    [InlineData(2, "are for ONNX models", "--weights", "WEIGHTS", "--out", "copy.safetensors", "--probabilities")]
    [InlineData(2, "would overwrite the file of --weights", "--weights", "WEIGHTS", "--out", "WEIGHTS")]
    [InlineData(2, "there is no folder", "--weights", "WEIGHTS", "--out", "nowhere/model.onnx")]
    [InlineData(1, "There is no file", "--weights", "missing.safetensors", "--out", "model.onnx")]
    [InlineData(1, "it lacks tensor 'encoder.0.conv1.weight'", "--weights", "OTHER", "--out", "model.onnx")]
    public void What_cannot_be_is_told_in_one_message_and_nothing_is_written(int exitCode, string message, params string[] arguments)
    {
        string[] resolved = [.. arguments.Select(argument => argument switch
        {
            "WEIGHTS" => Weights(),
            "OTHER" => Other(),
            _ when argument.Contains('.', StringComparison.Ordinal) => workspace[argument],
            _ => argument,
        })];
        Tool.Outcome outcome = Tool.Run(["export", .. resolved]);
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.Single(outcome.Error.Split('\n'), line => line.StartsWith("error: ", StringComparison.Ordinal));
        Assert.All(Directory.EnumerateFiles(workspace.Root), file => Assert.Contains(Path.GetFileName(file), (string[])["weights.safetensors", "other.safetensors"]));
    }

    [Fact]
    public void A_state_dict_without_a_description_predicts_and_trains_on()
    {
        string data = workspace.Dataset(), weights = Undescribed();
        Tool.Outcome predicted = Tool.Run("predict", "--weights", weights, "--images", Path.Combine(data, "images"), "--out", workspace["masks"]);
        Assert.True(predicted.ExitCode == 0, predicted.Error);
        Assert.Contains("label k is class k of: class 0, class 1", predicted.Error, StringComparison.Ordinal);
        string[] train = ["train", "--weights", weights, "--data", data, "--epochs", "1", "--batch", "2", "--out", workspace["out"]];
        Tool.Outcome refused = Tool.Run([.. train, "--width", "8"]);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--width and --depth are those of the weights, 2 and 2: leave them out.", refused.Error, StringComparison.Ordinal);
        Tool.Outcome trained = Tool.Run(train);
        Assert.True(trained.ExitCode == 0, trained.Error);
        WeightsFile ended = WeightsFile.Load(Directory.GetFiles(workspace["out"], "weights.safetensors", SearchOption.AllDirectories).Single());
        Assert.Equal(NetworkShape.UNet(2, 2), ended.Description.Network);
        Assert.Equal([0f], ended.Description.Mean);
        Assert.Equal([1f], ended.Description.StandardDeviation);
    }

    /// <summary>The weights without what SegLab says of them: the key is one that nobody reads.</summary>
    string Undescribed()
    {
        string path = Weights();
        byte[] bytes = File.ReadAllBytes(path);
        int key = bytes.AsSpan().IndexOf("\"seglab\""u8);
        "\"nobody\""u8.CopyTo(bytes.AsSpan(key));
        File.WriteAllBytes(path, bytes);
        return path;
    }

    string Weights()
    {
        string path = workspace["weights.safetensors"];
        WeightsFile.Save(path, new UNet(1, 2, width: 2, depth: 2), new WeightsDescription
        {
            Network = NetworkShape.UNet(2, 2),
            InputChannels = 1,
            LogitChannels = 2,
            ClassNames = ["ground", "square"],
            Mean = [0.25f],
            StandardDeviation = [0.5f],
        });
        return path;
    }

    /// <summary>A safetensors file of somebody else, by the letter of the format.</summary>
    string Other()
    {
        const string header = """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""";
        string path = workspace["other.safetensors"];
        File.WriteAllBytes(path, [.. BitConverter.GetBytes((long)header.Length), .. Encoding.UTF8.GetBytes(header), 0, 0, 0, 0]);
        return path;
    }
}
