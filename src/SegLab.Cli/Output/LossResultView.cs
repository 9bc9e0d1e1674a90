using System.Text.Json;
using SegLab.Cli.Commands;
using SegLab.Imaging.Npy;
using Spectre.Console;

namespace SegLab.Cli.Output;

/// <summary>The result of evaluating a loss, with all digits.</summary>
static class LossResultView
{
    const int FileWidth = 1000;

    public static void Show(LossResult result)
    {
        IAnsiConsole console = StandardOutput.Open(FileWidth);
        Grid grid = new Grid().AddColumns(5);
        foreach ((string role, NpyArray array) in result.Inputs) Add(role, ArrayFile.TypeText(array), array.Shape, "", array.Name);
        if (result.Values is { } values) Add("values", "float32", values.Shape, $"sum {values.Sum:R}, {Range(values)}", values.File);
        if (result.Gradient is { } gradient)
            Add("gradient", "float32", gradient.Shape, $"norm {gradient.Norm:R}, {Range(gradient)}", gradient.File);
        console.Write(grid);
        console.Write(new Text(result.Loss, new Style(decoration: Decoration.Bold)));
        if (result.Value is { } value) console.Write(new Text($" = {value:R}", new Style(Color.Green, decoration: Decoration.Bold)));
        console.WriteLine();

        void Add(string role, string type, ReadOnlySpan<nint> shape, string figures, string file) => grid.AddRow(
            new Text(role, new Style(Color.Grey)), new Text(type), new Text(ArrayFile.ShapeText(shape)), new Text(file), new Text(figures));
    }

    static string Range(WrittenArray array) => $"{array.Least:R} to {array.Greatest:R}";

    public static void WriteJson(LossResult result) => JsonOutput.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("loss", result.Loss);
        if (result.Value is { } value) json.WriteNumberOrText("value", value);
        WriteShape(json, result.Inputs[0].Array.Shape);
        if (result.Values is { } values)
        {
            WriteArray(json, "values", values);
            json.WriteNumberOrText("sum", values.Sum);
            json.WriteEndObject();
        }

        if (result.Gradient is { } gradient)
        {
            WriteArray(json, "gradient", gradient);
            json.WriteNumberOrText("norm", gradient.Norm);
            json.WriteNumberOrText("largest", gradient.Largest);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    });

    /// <summary>Writes an array and leaves its object open.</summary>
    static void WriteArray(Utf8JsonWriter json, string name, WrittenArray array)
    {
        json.WriteStartObject(name);
        json.WriteString("file", array.File);
        WriteShape(json, array.Shape);
        json.WriteNumberOrText("minimum", array.Least);
        json.WriteNumberOrText("maximum", array.Greatest);
    }

    static void WriteShape(Utf8JsonWriter json, ReadOnlySpan<nint> shape)
    {
        json.WriteStartArray("shape");
        foreach (nint extent in shape) json.WriteNumberValue(extent);
        json.WriteEndArray();
    }
}
