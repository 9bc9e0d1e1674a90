using System.Globalization;
using SegLab.Boxes;

namespace SegLab.Studio.Explorer.Boxes;

/// <summary>What the page of boxes shows as the words of its address. What they do not say, or say wrongly, is as usual.</summary>
static class BoxesAddress
{
    /// <summary>The words for what is shown.</summary>
    public static Dictionary<string, object?> Of(IEnumerable<string> losses, BoxScene scene, DescentSettings settings) => new()
    {
        ["loss"] = losses.ToArray(),
        ["target"] = SidesText(scene.Target),
        ["predicted"] = SidesText(scene.Predicted),
        ["format"] = settings.Format == new DescentSettings().Format ? null : FormatText(settings.Format),
        ["rate"] = settings.LearningRate == DescentSettings.PublishedLearningRate ? null : NumberText(settings.LearningRate),
        ["schedule"] = settings.Schedule == default ? null : ScheduleText(settings.Schedule),
    };

    /// <summary>The boxes of an address; null where they are none that the board holds.</summary>
    public static BoxScene? SceneOf(string? target, string? predicted) =>
        SidesOf(target) is { } wanted && SidesOf(predicted) is { } box ? new BoxScene(wanted, box) : null;

    /// <summary>How boxes descend by an address.</summary>
    public static DescentSettings SettingsOf(string? format, string? rate, string? schedule)
    {
        var settings = new DescentSettings { Format = FormatOf(format), Schedule = ScheduleOf(schedule) };
        return FieldNumber.Of(rate) is { } number && DescentSettings.IsLearningRate(number) ? settings with { LearningRate = number } : settings;
    }

    public static BoxFormat FormatOf(string? text) => text switch { "xyxy" => BoxFormat.Corners, "xywh" => BoxFormat.LeftTopSize, _ => BoxFormat.CenterSize };

    public static string FormatText(BoxFormat format) => format switch { BoxFormat.Corners => "xyxy", BoxFormat.LeftTopSize => "xywh", _ => "cxcywh" };

    public static DescentSchedule ScheduleOf(string? text) => text == "constant" ? DescentSchedule.Constant : DescentSchedule.Simulation;

    public static string ScheduleText(DescentSchedule schedule) => schedule == DescentSchedule.Constant ? "constant" : "simulation";

    public static string NumberText(double number) => number.ToString("0.####", CultureInfo.InvariantCulture);

    static BoxSides? SidesOf(string? text)
    {
        // Four numbers of a board take no more.
        if (text is not { Length: <= 100 }) return null;
        double?[] numbers = [.. text.Split(',').Select(FieldNumber.Of)];
        return numbers is [{ } left, { } top, { } right, { } bottom] && new BoxSides(left, top, right, bottom) is var box && BoxScene.Holds(box) ? box : null;
    }

    static string SidesText(BoxSides box) => string.Join(',', NumberText(box.Left), NumberText(box.Top), NumberText(box.Right), NumberText(box.Bottom));
}
