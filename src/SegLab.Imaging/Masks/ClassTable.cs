using System.Reflection;

namespace SegLab.Imaging.Masks;

/// <summary>
/// What the labels and colours of masks stand for: the classes that are scored, and what is left out. A file holds it, one line a label
/// or colour, or it is one of the published tables that are built in.
/// </summary>
/// <remarks>
/// <para>A file with a header names its columns, in any order, between commas, semicolons, tabs or spaces: <c>name</c>; <c>label</c>, what
/// a mask of indices has; <c>class</c>, which class from 0 that is, or <c>ignore</c>; and <c>r</c>, <c>g</c>, <c>b</c>, what a mask of
/// colours has. Only the name is needed. Without classes, a label is its class, and without labels the lines are classes 0, 1, 2...
/// A class is called what the first of its lines is. Lines may lack a label or a colour, and <c>#</c> begins a remark.</para>
/// <para>A file without a header has <c>r g b name</c> or <c>name r g b</c> in every line, as CamVid's <c>label_colors.txt</c>, or
/// <c>name:r,g,b:</c> as the <c>labelmap.txt</c> of annotation tools; its lines are classes 0, 1, 2...</para>
/// </remarks>
public sealed class ClassTable
{
    readonly LabelReplacement? labels;
    readonly Dictionary<RgbColor, int> colors;
    readonly string name;

    internal ClassTable(
        string name, string[] classNames, RgbColor?[] classColors, int? ignoreLabel, Dictionary<int, int> labels, Dictionary<RgbColor, int> colors)
    {
        (this.name, ClassNames, ClassColors, IgnoreLabel, this.colors) = (name, classNames, classColors, ignoreLabel, colors);
        this.labels = labels.Count > 0 ? new LabelReplacement(labels) : null;
    }

    /// <summary>The published tables that are built in: <c>ade20k</c>, <c>camvid</c>, <c>cityscapes</c> and <c>voc</c>.</summary>
    public static IReadOnlyList<string> PresetNames { get; } = ["ade20k", "camvid", "cityscapes", "voc"];

    /// <summary>A name for each class, in the order of the classes.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The colour of each class, the first that the table has; null where it has none.</summary>
    public IReadOnlyList<RgbColor?> ClassColors { get; }

    /// <summary>The label of pixels that are not scored: 255, or 65535 for more than 255 classes; null when every line is a class.</summary>
    public int? IgnoreLabel { get; }

    /// <summary>Whether masks in colours can be read by it.</summary>
    public bool HasColors => colors.Count > 0;

    /// <summary>One of the tables that are built in.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static ClassTable Preset(string name)
    {
        if (!PresetNames.Contains(name))
            throw new ArgumentException($"There is no preset '{name}'; expected one of {string.Join(", ", PresetNames)}.", nameof(name));
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{name}.csv")!;
        using var reader = new StreamReader(stream);
        return new ClassTableParser(name).Parse(reader.ReadToEnd());
    }

    /// <summary>Reads a table from a file.</summary>
    /// <exception cref="InvalidDataException">It is no such table; the message names the file, the line, and what was expected.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ClassTable Read(string path) => new ClassTableParser(path).Parse(File.ReadAllText(path));

    /// <summary>The class of a colour, or the label to ignore; -1 when the table has no such colour.</summary>
    internal int ClassOf(RgbColor color) => colors.TryGetValue(color, out int value) ? value : -1;

    /// <summary>Puts classes in the place of labels.</summary>
    /// <exception cref="InvalidDataException">A label is not in the table.</exception>
    internal void Replace(LabelVolume volume, string file)
    {
        if (labels is null) return;
        int unknown = volume.Replace(labels);
        if (unknown < 0) return;
        throw new InvalidDataException(
            $"{file}: {volume.Shape.Place(unknown)} has the label {volume[unknown]}, which is not in the class table '{name}'.");
    }

    /// <summary>The error of a colour that the table does not have.</summary>
    internal InvalidDataException Unknown(RgbColor color, string place, string file)
        => new($"{file}: {place} has the colour ({color.Red}, {color.Green}, {color.Blue}), which is not in the class table '{name}'.");
}
