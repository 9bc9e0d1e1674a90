using System.Text.RegularExpressions;
using SegLab.Training.Checkpoints;
using SegLab.Training.Tests.Layers;

namespace SegLab.Training.Tests.PyTorch;

/// <summary>Weights files between SegLab and the network of samples/pytorch: the same logits on both sides.</summary>
public sealed partial class PyTorchTests(PyTorchRun python) : IClassFixture<PyTorchRun>
{
    /// <summary>Of the largest logit.</summary>
    const double Tolerance = 1e-4;

    [Fact]
    public void A_network_trained_in_SegLab_has_the_same_logits_in_PyTorch()
    {
        python.SkipWhereMissing();
        ExpectSameLogits("seglab", "images.safetensors");
    }

    [Fact]
    public void Trained_on_in_PyTorch_it_has_the_same_logits_in_SegLab()
    {
        python.SkipWhereMissing();
        ExpectSameLogits("continued", "images.safetensors");
        Assert.NotEqual(python.Read("seglab.logits").Values, python.Read("continued.logits").Values);
    }

    [Fact]
    public void Its_description_goes_through_PyTorch_as_it_was()
    {
        python.SkipWhereMissing();
        WeightsDescription before = python.Trained.Description, after = WeightsFile.Load(python["continued.safetensors"]).Description;
        Assert.Equal(before.ClassNames, after.ClassNames);
        Assert.Equal(before.Mean, after.Mean);
        Assert.Equal(before.StandardDeviation, after.StandardDeviation);
        Assert.Equal(before with { ClassNames = [], Mean = [], StandardDeviation = [] }, after with { ClassNames = [], Mean = [], StandardDeviation = [] });
    }

    [Theory]
    [InlineData("F64")]
    [InlineData("F16")]
    [InlineData("BF16")]
    public void Weights_of_other_precision_are_read(string type)
    {
        python.SkipWhereMissing();
        ExpectSameLogits(type, "images.safetensors");
    }

    [Theory]
    [InlineData(0, 1, 1, 4)]
    [InlineData(2, 3, 7, 5)]
    public void A_state_dict_alone_tells_what_the_network_is(int depth, int channels, int classes, int width)
    {
        python.SkipWhereMissing();
        WeightsDescription description = ExpectSameLogits($"bare{depth}", $"bare{depth}.images");
        Assert.Equal((NetworkShape.UNet(width, depth), channels, classes), (description.Network, description.InputChannels, description.LogitChannels));
    }

    [Fact]
    public void The_lines_of_the_documentation_give_the_output_that_it_shows_and_weights_that_load()
    {
        python.SkipWhereMissing();
        string page = File.ReadAllText(Path.Combine(PyTorchRun.Repository, "docs", "interop.md")).ReplaceLineEndings("\n");
        Match example = Example().Match(page);
        Assert.True(example.Success);
        using var folder = new TemporaryFolder();
        File.Copy(python.Trained.WeightsPath, folder["weights.safetensors"]);
        Assert.Equal(example.Groups["output"].Value, python.Run("-c", $"import os\nos.chdir('{folder.Path}')\n{example.Groups["code"].Value}"));
        Assert.Equal(python.Trained.Description.ClassNames, WeightsFile.Load(folder["continued.safetensors"]).Description.ClassNames);
    }

    [GeneratedRegex(@"^```python\n(?<code>import torch\nfrom seglab_unet (?:(?!^```).)*)^```\n\nIt prints\n\n```text\n(?<output>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();

    /// <summary>Loads a file and holds its logits against those that PyTorch left.</summary>
    WeightsDescription ExpectSameLogits(string name, string imagesFile)
    {
        WeightsFile weights = WeightsFile.Load(python[name + ".safetensors"]);
        Parameter images = python.Read(imagesFile), logits = python.Read(name + ".logits");
        WeightsDescription description = weights.Description;
        (int batch, int channels, int height, int width) = (images.Shape[0], images.Shape[1], images.Shape[2], images.Shape[3]);
        var input = new FeatureMap(batch, channels, height, width);
        for (int i = 0; i < input.Length; i++)
        {
            int channel = i / (height * width) % channels;
            input.Values[i] = (images.Values[i] - description.Mean[channel]) / description.StandardDeviation[channel];
        }

        FeatureMap actual = weights.Build().Forward(input, training: false);
        Assert.Equal([batch, description.LogitChannels, height, width], logits.Shape);
        Close.To(Close.Doubles(logits.Values), actual.Values, Tolerance, name);
        return description;
    }
}
