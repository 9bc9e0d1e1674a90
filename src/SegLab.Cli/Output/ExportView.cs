using SegLab.Cli.Commands;
using SegLab.Training.Checkpoints;
using SegLab.Training.Onnx;
using Spectre.Console;

namespace SegLab.Cli.Output;

/// <summary>A model or weights that were written, and what one must know to use them.</summary>
static class ExportView
{
    const int FileWidth = 1000;

    public static void Show(ExportResult result)
    {
        (string file, long bytes, WeightsDescription description, OnnxExport? export) = result;
        Grid grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        string form = export is null ? "weights, a state dict in the safetensors format" : $"ONNX model, operator set {OnnxExport.Opset}";
        Add("file", $"{file}, {bytes / 1e6:F2} MB, {form}");
        Add("network", $"U-Net of width {description.Network.Width} and depth {description.Network.Depth}");
        if (export is not null)
        {
            Add(OnnxExport.InputName, $"{Shape(description.InputChannels)}, {export.DescribeInput(description)}");
            Add(export.OutputName, Shape(description.LogitChannels));
        }

        string mean = string.Join(", ", description.Mean.Select(value => $"{value:F4}")), deviation = string.Join(", ", description.StandardDeviation.Select(value => $"{value:F4}"));
        Add("normalization", $"mean {mean}; deviation {deviation}; {(export is null ? "for samples of 0 to 1" : "part of the model")}");
        Add("classes", string.Join(", ", description.ClassNames));
        StandardOutput.Open(FileWidth).Write(grid);

        void Add(string what, string text) => grid.AddRow(new Text(what, new Style(Color.Grey)), new Text(text));
    }

    public static void WriteJson(ExportResult result) => JsonOutput.Write(json =>
    {
        (string file, long bytes, WeightsDescription description, OnnxExport? export) = result;
        json.WriteStartObject();
        json.WriteString("file", file);
        json.WriteString("format", export is null ? "safetensors" : "onnx");
        json.WriteNumber("bytes", bytes);
        json.WriteNumber("width", description.Network.Width);
        json.WriteNumber("depth", description.Network.Depth);
        json.WriteNumber("inputChannels", description.InputChannels);
        json.WriteNumber("logitChannels", description.LogitChannels);
        json.WriteTexts("classNames", description.ClassNames);
        if (export is not null)
        {
            json.WriteNumber("opset", OnnxExport.Opset);
            json.WriteString("input", OnnxExport.InputName);
            json.WriteString("output", export.OutputName);
            json.WriteNumber("sampleMaximum", export.SampleMaximum);
        }

        json.WriteEndObject();
    });

    static string Shape(int channels) => $"float32 [batch, {channels}, height, width]";
}
