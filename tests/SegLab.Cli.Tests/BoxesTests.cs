using System.Globalization;
using System.Numerics.Tensors;
using System.Text.Json;
using SegLab.Boxes;
using SegLab.Cli.Output;
using SegLab.Imaging.Npy;
using Spectre.Console;

namespace SegLab.Cli.Tests;

/// <summary><c>seglab boxes</c> as its user sees it, and <c>seglab boxes loss</c> on files.</summary>
public sealed class BoxesTests : IDisposable
{
    // IoU 1 / 2 and 0; the mean of the GIoU losses is that of 0.5 and 1 + 16 / 18.
    static readonly float[] predictions = [0, 0, 1, 2, 0, 0, 1, 1], targets = [0, 0, 2, 2, 5, 2, 6, 3];

    readonly Workspace workspace = new();

    public BoxesTests()
    {
        Save("p.npy", predictions, [2, 4]);
        Save("t.npy", targets, [2, 4]);
    }

    public static TheoryData<string> Names() => [.. BoxLossCatalog.All.Select(entry => entry.Name)];

    public void Dispose() => workspace.Dispose();

    [Fact]
    public void The_table_has_a_line_for_each_loss()
    {
        Tool.Outcome outcome = Tool.Run("boxes");
        Assert.Equal(0, outcome.ExitCode);
        string[] lines = outcome.Output.Split('\n');
        foreach (BoxLossEntry entry in BoxLossCatalog.All)
            Assert.Single(lines, line => line.Trim().StartsWith(entry.Name + " ", StringComparison.Ordinal) && line.Contains(entry.Title) && line.Contains(entry.UseWhen));
        Assert.All(BoxLossCatalog.Recipes, recipe => Assert.Contains(recipe.Text, outcome.Output));
        Assert.DoesNotContain('\u001b', outcome.Output);
    }

    [Fact]
    public void One_loss_is_explained_with_formula_options_notes_and_plots()
    {
        BoxLossEntry entry = BoxLossCatalog.Find("ciou")!;
        Tool.Outcome outcome = Tool.Run("boxes", "complete_iou(detach_alpha=false)");
        Assert.Equal(0, outcome.ExitCode);
        string text = string.Join(' ', outcome.Output.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
        string[] expected =
        [
            entry.Title, entry.Formula, "ciou(detach_alpha=false)", entry.UseWhen, entry.Paper, "d loss / d center x", "as large as the target",
            .. entry.Notes, .. entry.Parameters.Select(parameter => parameter.Name),
        ];
        Assert.All(expected, part => Assert.Contains(part, text));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_loss_is_drawn(string name)
    {
        BoxLossEntry entry = BoxLossCatalog.Find(name)!;
        var text = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(text),
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
        });
        console.Profile.Width = 100;
        console.Profile.Capabilities.Unicode = false;
        BoxLossView.Show(console, entry, entry.Default);
        Assert.Contains("* as large as the target", text.ToString());
        Assert.All(text.ToString().Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, 100));
    }

    [Fact]
    public void The_catalogue_is_also_JSON()
    {
        using JsonDocument all = JsonDocument.Parse(Tool.Run("boxes", "--json").Output);
        Assert.Equal(BoxLossCatalog.All.Select(entry => entry.Name), all.RootElement.EnumerateArray().Select(entry => entry.GetProperty("name").GetString()));
        using JsonDocument one = JsonDocument.Parse(Tool.Run("boxes", "wiou", "--json").Output);
        Assert.Equal(BoxLossCatalog.Find("wiou")!.Parameters.Select(parameter => parameter.Default), one.RootElement.GetProperty("parameters").EnumerateArray()
            .Select(parameter => parameter.GetProperty("default").GetString()));
    }

    [Fact]
    public void Value_and_gradient_are_those_of_the_formula()
    {
        JsonElement result = Evaluate("giou", "--gradient", workspace["g.npy"], "--values", workspace["v.npy"]);
        Assert.Equal("giou", result.GetProperty("loss").GetString());
        Assert.Equal((0.5 + 1 + 16.0 / 18) / 2, result.GetProperty("value").GetDouble(), 1e-15);
        Assert.Equal([2, 4], result.GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt32()));
        Assert.Equal([0.5f, 17f / 9], NpyFile.Read(workspace["v.npy"]).ToArray<float>());
        NpyArray gradient = NpyFile.Read(workspace["g.npy"]);
        Assert.Equal([2, 4], gradient.Shape.ToArray());

        // The first prediction shares three sides with its target: moving the right side alone changes I / U by 1 / 2 a unit.
        Assert.Equal(-0.25f, gradient.ToArray<float>()[2]);
        JsonElement figures = result.GetProperty("gradient");
        Assert.Equal(gradient.ToArray<double>().Max(Math.Abs), figures.GetProperty("largest").GetDouble());
    }

    [Fact]
    public void Formats_weights_and_reductions_are_taken()
    {
        Save("centers.npy", [0.5, 1, 1, 2, 0.5, 0.5, 1, 1], [2, 4]);
        Save("targets.npy", [1, 1, 2, 2, 5.5, 2.5, 1, 1.0], [2, 4]);
        Save("w.npy", [3f, 1f], [2]);
        string[] files = ["--prediction", workspace["centers.npy"], "--target", workspace["targets.npy"], "--format", "cxcywh", "--json"];
        Assert.Equal(2.5 / 4, Value(Json(["boxes", "loss", "iou", .. files, "--weights", workspace["w.npy"]])), 1e-15);
        Assert.Equal(1.5, Value(Json(["boxes", "loss", "iou", .. files, "--reduction", "sum"])), 1e-15);
        JsonElement none = Json(["boxes", "loss", "iou", .. files, "--reduction", "none", "--values", workspace["v.npy"]]);
        Assert.False(none.TryGetProperty("value", out _));
        Assert.Equal(1.5, none.GetProperty("values").GetProperty("sum").GetDouble(), 1e-12);
    }

    [Fact]
    public void Without_json_the_value_is_printed_with_all_its_digits()
    {
        Tool.Outcome outcome = Tool.Run("boxes", "loss", "ciou", "--prediction", workspace["p.npy"], "--target", workspace["t.npy"]);
        string value = new CompleteIoULoss().Evaluate(Double(predictions), Double(targets)).ToString("R", CultureInfo.InvariantCulture);
        Assert.Contains($"ciou = {value}\n", outcome.Output);
        Assert.Equal(0, outcome.ExitCode);

        static double[] Double(float[] numbers) => [.. numbers.Select(number => (double)number)];
    }

    [Fact]
    public void What_does_not_fit_is_named_with_its_file_shape_and_what_was_expected()
    {
        Save("flat.npy", predictions, [8]);
        Save("one.npy", targets[..4], [1, 4]);
        Save("turned.npy", [0f, 0, 1, 2, 3, 0, 1, 1], [2, 4]);
        string p = workspace["p.npy"], t = workspace["t.npy"];
        Fails(1, "flat.npy holds float32 of shape [8]: boxes have the shape [N, 4]", "ciou", workspace["flat.npy"], t);
        Fails(1, "one.npy holds float32 of shape [1, 4]: predictions of [2, 4] ask for as many targets", "ciou", p, workspace["one.npy"]);
        Fails(1, "flat.npy holds float32 of shape [8]: predictions of [2, 4] ask for [2]", "ciou", p, t, "--weights", workspace["flat.npy"]);
        Fails(1, "turned.npy, ", "ciou", workspace["turned.npy"], t);
        Fails(1, "The prediction 1 is [3, 0, 1, 1] (left, top, right, bottom): its right side is left of its left side", "ciou", workspace["turned.npy"], t);
        Fails(2, "did you mean 'ciou'?", "cieu", p, t);
        Fails(2, "--format is xyxy, xywh or cxcywh, not 'ltrb'", "ciou", p, t, "--format", "ltrb");
        Fails(2, "--reduction is mean, sum or none, not 'max'", "ciou", p, t, "--reduction", "max");
        Fails(2, "name a file for the values with --values", "ciou", p, t, "--reduction", "none");
        Fails(2, "--gradient would overwrite the file of --target", "ciou", p, t, "--gradient", t);
        Fails(2, "--prediction: there is no file", "ciou", workspace["missing.npy"], t);
        Assert.Equal(2, Tool.Run("boxes", "nonsense").ExitCode);
    }

    static void Fails(int exitCode, string message, string spec, string prediction, string target, params string[] more)
    {
        Tool.Outcome outcome = Tool.Run(["boxes", "loss", spec, "--prediction", prediction, "--target", target, .. more]);
        Assert.Contains(message, outcome.Error);
        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.Single(outcome.Error.Split('\n'), line => line.StartsWith("error: ", StringComparison.Ordinal));
    }

    JsonElement Evaluate(string spec, params string[] more) =>
        Json(["boxes", "loss", spec, "--prediction", workspace["p.npy"], "--target", workspace["t.npy"], "--json", .. more]);

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
}
