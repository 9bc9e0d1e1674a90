using System.Text.Json;
using SegLab.Boxes;

namespace SegLab.Tests.Golden;

/// <summary>A case of reference values of a box loss: pairs of boxes with a value and a gradient each.</summary>
sealed class GoldenBoxCase(string family, JsonElement json)
{
    static readonly HashSet<string> readElsewhere = ["name", "params", "format", "prediction", "target", "value", "gradient", "gradient_is_convention", "row_names"];

    public string Name => json.GetProperty("name").GetString()!;

    public double[] Prediction => Rows("prediction");

    public double[] Target => Rows("target");

    public double[] Values => [.. json.GetProperty("value").EnumerateArray().Select(value => value.GetDouble())];

    public double[] Gradient => Rows("gradient");

    public BoxFormat Format => FormatOf(json.GetProperty("format").GetString()!);

    /// <summary>The loss of the case's family with its params.</summary>
    /// <exception cref="NotSupportedException">A param, or something else that the case has, is not understood.</exception>
    public BoxLoss Loss()
    {
        foreach (JsonProperty property in json.EnumerateObject())
            if (!readElsewhere.Contains(property.Name)) throw new NotSupportedException($"'{property.Name}' is not understood");
        return LossOf(family, json.GetProperty("params"));
    }

    public static BoxFormat FormatOf(string name) => name switch
    {
        "xyxy" => BoxFormat.Corners,
        "xywh" => BoxFormat.LeftTopSize,
        "cxcywh" => BoxFormat.CenterSize,
        _ => throw new NotSupportedException($"format '{name}'"),
    };

    public static BoxLoss LossOf(string family, JsonElement given)
    {
        var options = given.EnumerateObject().ToDictionary(option => option.Name, option => option.Value);
        BoxLoss loss = family switch
        {
            "iou" => new IoULoss { Form = Form(Text("form")), Epsilon = Number("eps") },
            "giou" => new GeneralizedIoULoss { Epsilon = Number("eps") },
            "diou" => new DistanceIoULoss { Epsilon = Number("eps") },
            "ciou" => Complete(),
            "eiou" => new EfficientIoULoss { Epsilon = Number("eps") },
            "focal_eiou" => new FocalEfficientIoULoss { Gamma = Number("gamma"), Epsilon = Number("eps") },
            "siou" => new ScyllaIoULoss { Theta = Number("theta"), Epsilon = Number("eps") },
            "alpha_iou" => Powered(),
            "wiou" => Wise(),
            "mpdiou" => new PointDistanceIoULoss { ImageWidth = Number("image_width"), ImageHeight = Number("image_height"), Epsilon = Number("eps") },
            "smooth_l1" => new SmoothL1Loss { Beta = Number("beta") },
            "balanced_l1" => new BalancedL1Loss { Alpha = Number("alpha"), Gamma = Number("gamma"), Beta = Number("beta") },
            _ => throw new NotSupportedException($"family '{family}'"),
        };
        return options.Count == 0 ? loss : throw new NotSupportedException($"params {string.Join(", ", options.Keys)} are not understood");

        double Number(string name) => Take(name).GetDouble();

        string Text(string name) => Take(name).GetString()!;

        JsonElement Take(string name) => options.Remove(name, out JsonElement value) ? value : throw new NotSupportedException($"param '{name}' is missing");

        static IoUForm Form(string name) => name switch
        {
            "linear" => IoUForm.Linear,
            "log" => IoUForm.Log,
            _ => throw new NotSupportedException($"form '{name}'"),
        };

        CompleteIoULoss Complete() => new()
        {
            DetachAlpha = Take("alpha_detached").GetBoolean(),
            Epsilon = Number("eps"),
            AlphaEpsilon = Number("alpha_eps"),
        };

        BoxLoss Powered()
        {
            double power = Number("alpha"), epsilon = Number("eps");
            return Text("variant") switch
            {
                "iou" => new IoULoss { Power = power, Epsilon = epsilon },
                "giou" => new GeneralizedIoULoss { Power = power, Epsilon = epsilon },
                "diou" => new DistanceIoULoss { Power = power, Epsilon = epsilon },
                "ciou" => new CompleteIoULoss { Power = power, Epsilon = epsilon },
                "eiou" => new EfficientIoULoss { Power = power, Epsilon = epsilon },
                "siou" => new ScyllaIoULoss { Power = power, Epsilon = epsilon },
                var other => throw new NotSupportedException($"variant '{other}'"),
            };
        }

        WiseIoULoss Wise()
        {
            WiseIoULoss wise = new() { Version = (int)Number("version"), Epsilon = Number("eps") };
            if (wise.Version > 1) wise = wise with { MeanIoULoss = Number("mean_iou_loss") };
            return wise.Version switch
            {
                2 => wise with { Gamma = Number("gamma") },
                3 => wise with { FocusBase = Number("alpha"), FocusDelta = Number("delta") },
                _ => wise,
            };
        }
    }

    double[] Rows(string name) => [.. json.GetProperty(name).EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(value => value.GetDouble())];
}
