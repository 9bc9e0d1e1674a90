using System.Globalization;
using System.Numerics.Tensors;
using System.Text.Json;
using SegLab.Imaging.Npy;

namespace SegLab.Cli.Tests;

/// <summary><c>seglab loss</c> on files, against cross-entropy and Dice written down in doubles.</summary>
public sealed class LossCommandTests : IDisposable
{
    const int Images = 2, Channels = 3, Height = 4, Width = 5, Pixels = Height * Width;
    static readonly nint[] shape = [Images, Channels, Height, Width], mapShape = [Images, Height, Width];

    readonly Workspace workspace = new();
    readonly float[] logits = new float[Images * Channels * Pixels], weights = new float[Images * Pixels];
    readonly byte[] labels = new byte[Images * Pixels];

    public LossCommandTests()
    {
        var random = new Random(7);
        for (int i = 0; i < logits.Length; i++) logits[i] = (float)(6 * random.NextDouble() - 3);
        for (int i = 0; i < labels.Length; i++) (labels[i], weights[i]) = ((byte)random.Next(Channels), random.NextSingle());
        Save("logits.npy", logits, shape);
        Save("labels.npy", labels, mapShape);
        Save("weights.npy", weights, mapShape);
    }

    public void Dispose() => workspace.Dispose();

    [Fact]
    public void Value_and_gradient_are_those_of_the_formula()
    {
        (double value, double[] gradient) = CrossEntropy();
        JsonElement result = Evaluate("ce", "labels.npy", "--gradient", workspace["gradient.npy"]);
        Assert.Equal("ce", result.GetProperty("loss").GetString());
        Assert.Equal(value, result.GetProperty("value").GetDouble(), 1e-6 * value);
        Assert.Equal([2, 3, 4, 5], result.GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt32()));
        NpyArray written = NpyFile.Read(workspace["gradient.npy"]);
        Assert.Equal(NpyElementType.Float32, written.ElementType);
        Assert.Equal(shape, written.Shape.ToArray());
        Assert.All(written.ToArray<double>().Zip(gradient), pair => Assert.Equal(pair.Second, pair.First, 1e-7));
        JsonElement figures = result.GetProperty("gradient");
        Assert.Equal(Math.Sqrt(gradient.Sum(slope => slope * slope)), figures.GetProperty("norm").GetDouble(), 1e-6);
        Assert.Equal(gradient.Max(Math.Abs), figures.GetProperty("largest").GetDouble(), 1e-6);
        Assert.Equal(workspace["gradient.npy"], figures.GetProperty("file").GetString());
    }

    [Fact]
    public void Every_form_of_the_same_input_gives_the_same_value()
    {
        double expected = Value(Evaluate("ce", "labels.npy"));
        Save("long.npy", [.. labels.Select(label => (long)label)], mapShape);
        Save("unsigned.npy", [.. labels.Select(label => (ulong)label)], mapShape);
        Save("signed.npy", [.. labels.Select(label => (sbyte)label)], mapShape);
        Save("onehot.npy", OneHot(label => (float)label), shape);
        Save("bools.npy", OneHot(label => label == 1), shape);
        Save("double.npy", [.. logits.Select(logit => (double)logit)], shape);
        NpzFile.Write(workspace["both.npz"],
        [
            new("logits", NpyArray.Create(new ReadOnlyTensorSpan<float>(logits, shape))),
            new("labels", NpyArray.Create(new ReadOnlyTensorSpan<byte>(labels, mapShape))),
        ], compressed: true);
        foreach (string target in new[] { "long.npy", "unsigned.npy", "signed.npy", "onehot.npy", "bools.npy", "both.npz:labels" })
            Assert.Equal(expected, Value(Evaluate("ce", target)), 1e-7);
        Assert.Equal(expected, Value(Json("loss", "ce", "--logits", workspace["double.npy"], "--target", workspace["labels.npy"],
            "--json")), 1e-12);
        Assert.Equal(expected, Value(Json("loss", "ce", "--logits", workspace["both.npz:logits"], "--target", workspace["labels.npy"],
            "--threads", "1", "--json")), 1e-12);
    }

    [Fact]
    public void Half_precision_logits_are_read()
    {
        Half[] rounded = [.. logits.Select(logit => (Half)logit)];
        Save("half.npy", rounded, shape);
        (double value, _) = CrossEntropy([.. rounded.Select(logit => (double)logit)]);
        Assert.Equal(value, Value(Json("loss", "ce", "--logits", workspace["half.npy"], "--target", workspace["labels.npy"], "--json")),
            1e-6 * value);
    }

    [Fact]
    public void Pixel_weights_count()
    {
        // PyTorch's: each pixel's cost times its weight, and the mean over the pixels.
        double expected = Costs().Zip(weights, (cost, weight) => cost * weight).Sum() / weights.Length;
        JsonElement result = Evaluate("ce(mean_over=pixels)", "labels.npy", "--weights", workspace["weights.npy"]);
        Assert.Equal("ce(mean_over=pixels)", result.GetProperty("loss").GetString());
        Assert.Equal(expected, Value(result), 1e-6);
    }

    [Fact]
    public void A_sum_of_losses_is_evaluated()
    {
        double dice = 0;
        for (int n = 0; n < Images; n++)
        {
            for (int k = 0; k < Channels; k++)
            {
                (double both, double predicted, double truth) = (0, 0, 0);
                for (int p = 0; p < Pixels; p++)
                {
                    double probability = Probability([.. logits.Select(logit => (double)logit)], n, k, p);
                    bool present = labels[n * Pixels + p] == k;
                    (both, predicted, truth) = (both + (present ? probability : 0), predicted + probability, truth + (present ? 1 : 0));
                }

                dice += (1 - (2 * both + 1) / (predicted + truth + 1)) / (Images * Channels);
            }
        }

        Assert.Equal(0.5 * CrossEntropy().Value + dice, Value(Evaluate("0.5*ce + dice(smooth=1)", "labels.npy")), 1e-6);
    }

    [Theory]
    [InlineData("ce(reduction=none)", new[] { 2, 4, 5 })]
    [InlineData("focal(reduction=none, gamma=0, activation=sigmoid)", new[] { 2, 3, 4, 5 })]
    [InlineData("dice(reduction=none)", new[] { 2, 3 })]
    [InlineData("dice(reduction=none, background=false, aggregate=batch)", new[] { 2 })]
    public void Values_that_are_not_reduced_go_to_a_file(string spec, int[] extents)
    {
        JsonElement result = Evaluate(spec, "labels.npy", "--values", workspace["values.npy"]);
        Assert.False(result.TryGetProperty("value", out _));
        NpyArray values = NpyFile.Read(workspace["values.npy"]);
        Assert.Equal(extents, values.Shape.ToArray().Select(extent => (int)extent));
        Assert.Equal(values.ToArray<double>().Sum(), result.GetProperty("values").GetProperty("sum").GetDouble(), 1e-9);
        if (spec == "ce(reduction=none)")
            Assert.All(values.ToArray<double>().Zip(Costs()), pair => Assert.Equal(pair.Second, pair.First, 1e-5));
    }

    [Fact]
    public void Without_json_the_value_is_printed_with_all_its_digits()
    {
        Tool.Outcome outcome = Tool.Run("loss", "ce", "--logits", workspace["logits.npy"], "--target", workspace["labels.npy"],
            "--gradient", workspace["g.npy"]);
        Assert.Equal(0, outcome.ExitCode);
        string value = Value(Evaluate("ce", "labels.npy")).ToString("R", CultureInfo.InvariantCulture);
        Assert.Contains($"ce = {value}\n", outcome.Output);
        Assert.Contains("[2, 3, 4, 5]", outcome.Output);
        Assert.Contains("norm ", outcome.Output);
    }

    [Fact]
    public void What_does_not_fit_is_named_with_its_file_shape_and_what_was_expected()
    {
        Save("flat.npy", logits, [Images * Channels * Pixels]);
        Save("wide.npy", labels, [Images, Width, Height]);
        Save("float.npy", [.. labels.Select(label => (float)label)], mapShape);
        Save("far.npy", [.. labels.Select((label, i) => i == 7 ? (byte)9 : label)], mapShape);
        Save("nan.npy", [.. logits.Select((logit, i) => i == 3 ? float.NaN : logit)], shape);
        Save("huge.npy", [.. logits.Select(logit => 1e300)], shape);
        string l = workspace["logits.npy"], t = workspace["labels.npy"];
        Fails(1, "flat.npy holds float32 of shape [120]: logits have the shape [N, C, spatial...]", workspace["flat.npy"], t);
        Fails(1, "labels.npy holds uint8 of shape [2, 4, 5]: logits are float16, float32 or float64", t, t);
        Fails(1, "wide.npy holds uint8 of shape [2, 5, 4]: logits of [2, 3, 4, 5] ask for labels of [2, 4, 5] or a soft target of "
            + "[2, 3, 4, 5]", l, workspace["wide.npy"]);
        Fails(1, "float.npy holds float32 of shape [2, 4, 5]: a map of labels has an integer type", l, workspace["float.npy"]);
        Fails(1, "wide.npy holds uint8 of shape [2, 5, 4]: logits of [2, 3, 4, 5] ask for [2, 4, 5]", l, t,
            "--weights", workspace["wide.npy"]);
        Fails(1, "far.npy: The label map has 9 at image 0, pixel 7", l, workspace["far.npy"]);
        Fails(1, "The logits have NaN at image 0, channel 0, pixel 3", workspace["nan.npy"], t);
        Fails(1, "huge.npy: element [0, 0, 0, 0] is 1E+300, which float32 cannot hold", workspace["huge.npy"], t);
        File.WriteAllBytes(workspace["cut.npy"], File.ReadAllBytes(l)[..200]);
        Fails(1, "cut.npy: float32 of shape (2, 3, 4, 5) takes 480 bytes, but 72 follow the header; it is cut off",
            workspace["cut.npy"], t);
        Fails(2, "--logits: there is no file", workspace["missing.npy"], t);
        Fails(2, "--gradient would overwrite the file of --target", l, t, "--gradient", t);
        Fails(2, "--values and --gradient name the same file", l, t, "--values", workspace["v.npy"],
            "--gradient", Path.Combine(workspace.Root, ".", "v.npy"));
        Fails(2, "--values is for a loss with reduction=none", l, t, "--values", workspace["v.npy"]);
        Fails(2, "--threads is 1 to 1024, not 0", l, t, "--threads", "0");
        Assert.Contains("name a file for its values with --values",
            Tool.Run("loss", "ce(reduction=none)", "--logits", l, "--target", t).Error);
        Assert.Contains("did you mean 'dice'?", Tool.Run("loss", "dise", "--logits", l, "--target", t).Error);
    }

    static void Fails(int exitCode, string message, string logitsFile, string targetFile, params string[] more)
    {
        Tool.Outcome outcome = Tool.Run(["loss", "ce", "--logits", logitsFile, "--target", targetFile, .. more]);
        Assert.Contains(message, outcome.Error);
        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.Single(outcome.Error.Split('\n'), line => line.StartsWith("error: ", StringComparison.Ordinal));
    }

    JsonElement Evaluate(string spec, string target, params string[] more) =>
        Json(["loss", spec, "--logits", workspace["logits.npy"], "--target", workspace[target], "--json", .. more]);

    static JsonElement Json(params string[] arguments)
    {
        Tool.Outcome outcome = Tool.Run(arguments);
        Assert.Equal("", outcome.Error);
        Assert.Equal(0, outcome.ExitCode);
        using JsonDocument document = JsonDocument.Parse(outcome.Output);
        return document.RootElement.Clone();
    }

    static double Value(JsonElement result) => result.GetProperty("value").GetDouble();

    void Save<T>(string file, T[] values, nint[] extents)
        where T : unmanaged => NpyFile.Write(workspace[file], new ReadOnlyTensorSpan<T>(values, extents));

    T[] OneHot<T>(Func<int, T> make)
    {
        var onehot = new T[logits.Length];
        for (int i = 0; i < onehot.Length; i++)
            onehot[i] = make(labels[i / Pixels / Channels * Pixels + i % Pixels] == i / Pixels % Channels ? 1 : 0);
        return onehot;
    }

    double[] Costs() => [.. Enumerable.Range(0, labels.Length).Select(i =>
        -Math.Log(Probability([.. logits.Select(logit => (double)logit)], i / Pixels, labels[i], i % Pixels)))];

    (double Value, double[] Gradient) CrossEntropy() => CrossEntropy([.. logits.Select(logit => (double)logit)]);

    (double Value, double[] Gradient) CrossEntropy(double[] z)
    {
        double value = 0;
        var gradient = new double[z.Length];
        for (int n = 0; n < Images; n++)
        {
            for (int p = 0; p < Pixels; p++)
            {
                int label = labels[n * Pixels + p];
                value -= Math.Log(Probability(z, n, label, p)) / labels.Length;
                for (int k = 0; k < Channels; k++)
                    gradient[(n * Channels + k) * Pixels + p] = (Probability(z, n, k, p) - (k == label ? 1 : 0)) / labels.Length;
            }
        }

        return (value, gradient);
    }

    static double Probability(double[] z, int image, int channel, int pixel)
    {
        double total = 0;
        for (int k = 0; k < Channels; k++) total += Math.Exp(z[(image * Channels + k) * Pixels + pixel]);
        return Math.Exp(z[(image * Channels + channel) * Pixels + pixel]) / total;
    }
}
