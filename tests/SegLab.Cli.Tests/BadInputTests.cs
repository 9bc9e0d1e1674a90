namespace SegLab.Cli.Tests;

/// <summary>Each mistake gets one message that says what was wrong and what to do, and an exit code other than 0.</summary>
public sealed class BadInputTests : IDisposable
{
    readonly Workspace workspace = new();

    public void Dispose() => workspace.Dispose();

    [Theory]
    [InlineData(2, "did you mean 'focal'?", "compare", "--loss", "focel")]
    [InlineData(2, "gamma is 0 or more, not -1", "compare", "--loss", "focal(gamma=-1)")]
    [InlineData(2, "did you mean 'smooth'?", "compare", "--loss", "dice(smoth=1)")]
    [InlineData(2, "--epochs is 1 to", "compare", "--epochs", "0")]
    [InlineData(2, "--crop is HEIGHTxWIDTH", "compare", "--crop", "12by12")]
    [InlineData(2, "--learning-rate is above 0", "compare", "--learning-rate", "-1")]
    [InlineData(2, "--nonsense", "compare", "--nonsense")]
    [InlineData(2, "there is no file or folder", "predict", "--weights", "WEIGHTS", "--images", "nowhere", "--out", "OUT")]
    [InlineData(1, "nowhere", "compare", "--data", "nowhere")]
    [InlineData(1, "given twice", "compare", "--loss", "ce", "--loss", "ce")]
    [InlineData(1, "missing.safetensors", "predict", "--weights", "missing.safetensors", "--images", "DATA", "--out", "OUT")]
    public void Is_explained(int exitCode, string message, params string[] arguments)
    {
        string data = workspace.Dataset();
        string[] resolved = [.. arguments.Select(argument => argument switch
        {
            "DATA" => data,
            "OUT" => workspace["masks"],
            "WEIGHTS" => TrainedWeights(data),
            _ => argument,
        })];
        if (arguments[0] == "compare" && !arguments.Contains("--data")) resolved = [.. resolved, "--data", data, "--out", workspace["out"]];
        Expect(exitCode, message, resolved);
    }

    [Fact]
    public void Images_smaller_than_the_crop_are_named() => Expect(1, "64", [.. Compare(workspace.Dataset()), "--crop", "64"]);

    [Fact]
    public void A_dataset_of_one_image_cannot_be_split() => Expect(1, "has one image", Compare(workspace.Dataset(images: 1)));

    [Fact]
    public void A_missing_mask_is_named()
    {
        string data = workspace.Dataset();
        File.Delete(Path.Combine(data, "masks", "04.png"));
        Expect(1, "04", Compare(data));
    }

    [Fact]
    public void A_folder_that_holds_another_comparison_is_left_alone()
    {
        string data = workspace.Dataset();
        Assert.Equal(0, Tool.Run(Compare(data)).ExitCode);
        byte[] before = File.ReadAllBytes(Path.Combine(workspace["out"], "results.json"));
        Expect(1, "--resume", Compare(data));
        Expect(1, "another comparison", [.. Compare(data), "--learning-rate", "0.5", "--resume"]);
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(workspace["out"], "results.json")));
    }

    [Fact]
    public void A_damaged_weights_file_is_named()
    {
        string data = workspace.Dataset(), weights = TrainedWeights(data);
        byte[] bytes = File.ReadAllBytes(weights);
        File.WriteAllBytes(weights, bytes[..(bytes.Length / 2)]);
        Expect(1, "weights.safetensors", ["predict", "--weights", weights, "--images", Path.Combine(data, "images"), "--out", workspace["masks"]]);
    }

    string TrainedWeights(string data)
    {
        Assert.Equal(0, Tool.Run(Compare(data)).ExitCode);
        return Directory.GetFiles(workspace["out"], "weights.safetensors", SearchOption.AllDirectories).Single();
    }

    string[] Compare(string data) =>
        ["compare", "--data", data, "--loss", "ce", "--epochs", "1", "--width", "2", "--depth", "1", "--batch", "2", "--out", workspace["out"]];

    static void Expect(int exitCode, string message, string[] arguments)
    {
        Tool.Outcome outcome = Tool.Run(arguments);
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.Single(outcome.Error.Split('\n'), line => line.StartsWith("error: ", StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
    }
}
